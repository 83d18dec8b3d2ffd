import { z } from 'zod';
import { AccountView } from './auth.ts';
import { ProfileView } from './profiles.ts';

export const Me = z
  .object({
    account: AccountView,
    profile: ProfileView,
    unread: z.object({ notifications: z.int(), messages: z.int() }).describe('How much waits to be read.'),
  })
  .describe('The caller: account, profile and what is unread.');
export type Me = z.infer<typeof Me>;
