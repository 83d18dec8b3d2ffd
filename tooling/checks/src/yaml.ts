/** A line of the plain YAML that pnpm writes: how deep it stands, its key, and what follows on the line. */
export interface YamlLine {
  readonly depth: number;
  readonly key: string;
  readonly value: string;
}

/** Reads the key lines of pnpm's own files; lists, comments and block scalars are left out. */
export function readYamlLines(text: string): YamlLine[] {
  return [...text.matchAll(/^( *)(?:'([^']+)'|"([^"]+)"|([^\s'"#-][^:\n]*)):(?: (.*))?$/gm)].map(
    ([, indent = '', single, double, plain, value = '']) => ({
      depth: indent.length / 2,
      key: single ?? double ?? plain ?? '',
      value: value.replace(/^(['"])(.*)\1$/, '$2'),
    }),
  );
}

/** The lines under a key of the first level, down to the next one. */
export function section(lines: readonly YamlLine[], key: string): YamlLine[] {
  const start = lines.findIndex((line) => line.depth === 0 && line.key === key);
  if (start < 0) return [];
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((line) => line.depth === 0);
  return end < 0 ? rest : rest.slice(0, end);
}
