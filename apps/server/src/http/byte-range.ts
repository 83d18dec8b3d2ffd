/** A part of a file, from the first byte to the last with it. */
export interface ByteRange {
  start: number;
  end: number;
}

/** What a Range header asks of a file: one part, all of it (null), or what the file does not have. */
export function readRange(header: string | undefined, size: number): ByteRange | 'unsatisfiable' | null {
  const parts = /^bytes=(\d*)-(\d*)$/i.exec(header ?? '');
  const [, first = '', last = ''] = parts ?? [];
  if (first === '' && last === '') return null;
  if (first === '') return rangeOf(Math.max(0, size - Number(last)), size - 1, size);
  if (last !== '' && Number(last) < Number(first)) return null;
  return rangeOf(Number(first), last === '' ? size - 1 : Math.min(Number(last), size - 1), size);
}

function rangeOf(start: number, end: number, size: number): ByteRange | 'unsatisfiable' {
  return start < size && start <= end ? { start, end } : 'unsatisfiable';
}
