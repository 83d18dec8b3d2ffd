/** What no client may see: bugs, what they are made of, and where we live. */
const forbidden = [
  'INTERNAL_SERVER_ERROR',
  'internal_error',
  'Internal server error',
  'node_modules',
  'file:///',
  'syntax error at',
  'violates',
  'invalid byte sequence',
  'invalid input syntax',
  'TypeError',
  'RangeError',
  'at async ',
];

/** What of a text no client may see, or null. */
export function leakIn(text: string): string | null {
  return forbidden.find((words) => text.includes(words)) ?? null;
}

/** Shortens an input for a message. */
export function inBrief(input: unknown): string {
  const text =
    typeof input === 'string'
      ? input
      : JSON.stringify(input, (_, value) => (typeof value === 'string' ? cut(value, 1_500) : value));
  return cut(text, 4_000);
}

function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length)}… (${text.length})`;
}
