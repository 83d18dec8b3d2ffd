import { z } from 'zod';
import { limits } from './limits.ts';

export const Id = z.uuidv7().describe('UUIDv7 of a thing; sorts by its time of creation.');
export type Id = z.infer<typeof Id>;

export const Username = z
  .string()
  .max(100)
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9_]{3,30}$/, `must be ${limits.usernameMin} to ${limits.usernameMax} of a-z, 0-9 and _`)
  .describe('Unique name of a profile without regard to case: 3 to 30 of a-z, 0-9 and _.');
export type Username = z.infer<typeof Username>;

export const ById = z.strictObject({ id: Id }).describe('Names one thing by its id.');
export type ById = z.infer<typeof ById>;
