import { v7 } from 'uuid';

/** A new UUIDv7; ids made by one process sort in the order of their making. */
export function newId(): string {
  return v7();
}

/** The smallest UUIDv7 of a moment: everything made before it sorts below. */
export function idAt(moment: Date): string {
  const hex = moment.getTime().toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
}
