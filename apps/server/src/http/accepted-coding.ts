/** A coding of ours that a client can undo. */
export type Coding = 'br' | 'gzip';

const ours: readonly Coding[] = ['br', 'gzip'];

/** The best coding of ours that `Accept-Encoding` takes; null when the bytes go as they are. */
export function acceptedCoding(header: string | undefined): Coding | null {
  const weights = new Map((header ?? '').split(',').map(readWeight));
  return ours.find((coding) => (weights.get(coding) ?? weights.get('*') ?? 0) > 0) ?? null;
}

function readWeight(part: string): [name: string, weight: number] {
  const [name = '', ...parameters] = part.split(';').map((one) => one.trim().toLowerCase());
  const weight = parameters.find((one) => one.startsWith('q='));
  return [name, weight === undefined ? 1 : Number(weight.slice(2))];
}
