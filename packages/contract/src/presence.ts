import { z } from 'zod';
import { Id } from './ids.ts';

export const PresenceInput = z
  .strictObject({ ids: z.array(Id).min(1).max(100).describe('Of people, at most 100 at a time.') })
  .describe('Whose presence.');
export type PresenceInput = z.infer<typeof PresenceInput>;

export const PresenceView = z
  .object({
    userId: Id,
    online: z.boolean().describe('Whether a live stream of this one is open; false where it is not shown.'),
    lastSeenAt: z
      .date()
      .nullable()
      .describe('When it was so last; null while online, where it is not shown, and for one who never was.'),
  })
  .describe('Whether somebody is there, as far as the caller may know.');
export type PresenceView = z.infer<typeof PresenceView>;

export const PresenceList = z
  .object({ items: z.array(PresenceView) })
  .describe('In the order asked for; ids of nobody, and of those who are not there for the caller, are left out.');
export type PresenceList = z.infer<typeof PresenceList>;
