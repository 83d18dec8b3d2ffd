const name = document.title;
const unread = new Map<string, number>();
let place = '';

/** Says in the title of the page how much is unread, of all kinds together. */
export function titleUnread(kind: 'notifications' | 'messages', count: number): void {
  unread.set(kind, count);
  draw();
}

/** Says in the title of the page what it shows. */
export function titlePlace(heading: string): void {
  place = heading;
  draw();
}

function draw(): void {
  const title = place ? `${place} · ${name}` : name;
  const count = [...unread.values()].reduce((sum, one) => sum + one, 0);
  document.title = count === 0 ? title : `(${count}) ${title}`;
}
