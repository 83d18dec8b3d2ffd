import { createHash } from 'node:crypto';

const morning = Date.parse('2026-05-09T06:42:00.000Z');

/** A UUIDv7 that is the same for the same name at every time. */
export function exampleId(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex');
  const time = morning - (Number.parseInt(hex.slice(0, 8), 16) % 86_400_000);
  const stamp = time.toString(16).padStart(12, '0');
  return `${stamp.slice(0, 8)}-${stamp.slice(8)}-7${hex.slice(8, 11)}-a${hex.slice(11, 14)}-${hex.slice(14, 26)}`;
}
