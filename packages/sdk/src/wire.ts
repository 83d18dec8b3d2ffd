/** superjson's format: plain JSON, and which values in it are not what they look like. */
export interface Encoded {
  json?: unknown;
  meta?: { values?: unknown; v?: number };
}

/** Writes an input. Dates are the only values that need a note; undefined fields are left out, which means the same. */
export function encode(input: unknown): Encoded {
  const values: Record<string, ['Date']> = {};
  noteDates(input, '', values);
  return Object.keys(values).length > 0 ? { json: input, meta: { values, v: 1 } } : { json: input };
}

function noteDates(value: unknown, path: string, values: Record<string, ['Date']>): void {
  if (value instanceof Date) values[path] = ['Date'];
  else if (typeof value === 'object' && value !== null) {
    for (const [key, child] of Object.entries(value)) {
      const step = key.replace(/[\\.]/g, '\\$&');
      noteDates(child, path ? `${path}.${step}` : step, values);
    }
  }
}

/** Reads an output: gives Dates and undefined back. */
export function decode({ json, meta }: Encoded): unknown {
  const root = { json };
  restore(root, ['json'], meta?.values);
  return root.json;
}

/** `note` is a list that begins with a type for the value itself, or a record of notes by path below it. */
function restore(root: object, path: string[], note: unknown): void {
  if (Array.isArray(note)) {
    restoreValue(root, path, note[0]);
    return;
  }
  for (const [below, inner] of Object.entries(note ?? {})) restore(root, [...path, ...stepsOf(below)], inner);
}

function stepsOf(path: string): string[] {
  return path.replace(/\\(.)|\./g, (_, escaped?: string) => escaped ?? '\0').split('\0');
}

function restoreValue(root: object, path: string[], type: unknown): void {
  let at: unknown = root;
  const last = path.at(-1) ?? '';
  for (const step of path.slice(0, -1)) at = childOf(at, step);
  const old = childOf(at, last);
  if (type === 'Date') put(at, last, new Date(String(old)));
  if (type === 'undefined') put(at, last, undefined);
}

function childOf(parent: unknown, key: string): unknown {
  return typeof parent === 'object' && parent !== null && Object.hasOwn(parent, key)
    ? Reflect.get(parent, key)
    : undefined;
}

function put(parent: unknown, key: string, value: unknown): void {
  if (typeof parent === 'object' && parent !== null && Object.hasOwn(parent, key)) Reflect.set(parent, key, value);
}
