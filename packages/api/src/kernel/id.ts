import { v7 } from 'uuid';

/** A new UUIDv7; ids made by one process sort in the order of their making. */
export function newId(): string {
  return v7();
}

/** Below every id: where a list that runs from old to new begins. */
export const lowestId = '00000000-0000-0000-0000-000000000000';

/** Above every id: where a list that runs from new to old begins. */
export const highestId = 'ffffffff-ffff-ffff-ffff-ffffffffffff';
