const name = document.title;
let unread = 0;
let place = '';

/** Says in the title of the page how much is unread. */
export function titleUnread(count: number): void {
  unread = count;
  draw();
}

/** Says in the title of the page what the board shows. */
export function titlePlace(heading: string): void {
  place = heading;
  draw();
}

function draw(): void {
  const title = place ? `${place} · ${name}` : name;
  document.title = unread === 0 ? title : `(${unread}) ${title}`;
}
