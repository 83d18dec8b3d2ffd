/** SQL of a UUIDv7 made of milliseconds and a text that stands for chance. */
function uuidAt(ms: string, chance: string): string {
  const digits = `md5(${chance})`;
  return `(lpad(to_hex((${ms})::bigint), 12, '0') || '7' || substr(${digits}, 1, 3) || '8' || substr(${digits}, 4, 15))::uuid`;
}

const dayMs = 86_400_000;

/** SQL of the id of a member of the crowd, by its number from 0; the first parameter is when the crowd came, in milliseconds. */
export function personId(n: string): string {
  return uuidAt(`$1::bigint - 30::bigint * ${dayMs} + ${n}`, `'person' || ${n}`);
}

/** SQL of when a follow began, in milliseconds. */
export const followedMs = `($1::bigint - 20::bigint * ${dayMs})`;

/** SQL of the id of what somebody does with something, each known by a number, at a moment. */
export function deedId(ms: string, name: string, [one, other]: readonly [string, string]): string {
  return uuidAt(ms, `${one} || '${name}' || ${other}`);
}

/** SQL of when a post was published, by its number from 0 below the third parameter; the last one a minute ago. */
export function postMs(m: string): string {
  return `($1::bigint - 60000 - ((($3::int - 1 - ${m})::numeric / $3::int) * 14 * ${dayMs})::bigint)`;
}

/** SQL of the id of a post, by its number. */
export function postId(m: string): string {
  return uuidAt(postMs(m), `'post' || ${m}`);
}
