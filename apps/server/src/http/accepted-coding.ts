/** A coding of ours that a client can undo. */
export type Coding = 'br' | 'gzip';

const ours: readonly Coding[] = ['br', 'gzip'];

/** The coding of ours that `Accept-Encoding` likes best, the better one of two alike; null when the bytes go as they are. */
export function acceptedCoding(header: string | undefined): Coding | null {
  const weights = new Map((header ?? '').split(',').map(readWeight));
  const weightOf = (coding: Coding): number => weights.get(coding) ?? weights.get('*') ?? 0;
  const most = Math.max(...ours.map(weightOf));
  return most > 0 ? (ours.find((coding) => weightOf(coding) === most) ?? null) : null;
}

function readWeight(part: string): [name: string, weight: number] {
  const [name = '', ...parameters] = part.split(';').map((one) => one.trim().toLowerCase());
  const weight = parameters.find((one) => one.startsWith('q='));
  return [name, weight === undefined ? 1 : Number(weight.slice(2)) || 0];
}
