const width = 120;

/** JSON as the formatter leaves it: what fits on a line stands on one. */
export function printJson(value: unknown): string {
  return `${print(value, '', 0)}\n`;
}

/** NOTE: `taken` is what of the line is used already, by the indent, the key and the comma behind. */
function print(value: unknown, indent: string, taken: number): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const flat = onOneLine(value);
  if (flat.length + taken <= width) return flat;
  const inner = `${indent}  `;
  const lines = partsOf(value).map(
    ([key, part]) => `${inner}${key}${print(part, inner, inner.length + key.length + 1)}`,
  );
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  return `${open}\n${lines.join(',\n')}\n${indent}${close}`;
}

function onOneLine(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const parts = partsOf(value).map(([key, part]) => key + onOneLine(part));
  if (Array.isArray(value)) return `[${parts.join(', ')}]`;
  return parts.length === 0 ? '{}' : `{ ${parts.join(', ')} }`;
}

function partsOf(value: object): [key: string, part: unknown][] {
  if (Array.isArray(value)) return value.map((part) => ['', part]);
  const defined = Object.entries(value).filter(([, part]) => part !== undefined);
  return defined.map(([key, part]) => [`${JSON.stringify(key)}: `, part]);
}
