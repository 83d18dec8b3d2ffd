import type { FileRule, TextFile } from './rule.ts';

const limit = 400;
const wide = 250;
const median = 80;
const fewest = 40;

/** Lines of a text. */
export function countLines(text: string): number {
  return text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
}

/** No file that people write is longer than a person keeps in mind. */
export const fileTooLong: FileRule = {
  name: 'file-too-long',
  complain: ({ text }) => {
    const lines = countLines(text);
    return lines > limit ? [`${lines} lines, ${limit} at most: split it where two subjects meet`] : [];
  },
};

/** Files on the way to the limit. */
export function warnOfLongFiles(files: readonly TextFile[]): string[] {
  return files
    .map(({ path, text }) => ({ path, lines: countLines(text) }))
    .filter(({ lines }) => lines > wide && lines <= limit)
    .map(({ path, lines }) => `${path} has ${lines} lines`);
}

/** The shape of the whole: half of the files within a screen or two, nearly all within 250 lines. */
export function complainOfShape(lineCounts: readonly number[]): string[] {
  if (lineCounts.length < fewest) return [];
  const sorted = lineCounts.toSorted((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)] ?? 0;
  const high = sorted[Math.floor(sorted.length * 0.95)] ?? 0;
  return [
    ...(middle > median ? [`the median file has ${middle} lines, ${median} at most`] : []),
    ...(high > wide ? [`the 95th percentile of files has ${high} lines, ${wide} at most`] : []),
  ];
}
