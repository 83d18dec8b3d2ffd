import { createHash } from 'node:crypto';

/** When the neighbourhood of the examples was looked at. */
export const exampleNow = '2026-05-09T06:42:00.000Z';

/** A UUIDv7 that is the same for the same name at every time. */
export function exampleId(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex');
  const time = (Date.parse(exampleNow) - (Number.parseInt(hex.slice(0, 6), 16) % 86_400_000)).toString(16);
  const stamp = time.padStart(12, '0');
  return `${stamp.slice(0, 8)}-${stamp.slice(8)}-7${hex.slice(6, 9)}-a${hex.slice(9, 12)}-${hex.slice(12, 24)}`;
}
