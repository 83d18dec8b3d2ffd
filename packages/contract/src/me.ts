import { z } from 'zod';
import { AccountView, Email } from './auth.ts';
import { Username } from './ids.ts';
import { ProfileView } from './profiles.ts';

export const Me = z
  .object({
    account: AccountView,
    profile: ProfileView,
    unread: z.object({ notifications: z.int(), messages: z.int() }).describe('How much waits to be read.'),
  })
  .describe('The caller: account, profile and what is unread.');
export type Me = z.infer<typeof Me>;

export const ChangeUsernameInput = z.strictObject({ username: Username }).describe('The new username.');
export type ChangeUsernameInput = z.infer<typeof ChangeUsernameInput>;

export const ChangeEmailInput = z
  .strictObject({ email: Email, password: z.string().max(1000).describe('The password of the account.') })
  .describe('The new e-mail address; it has to be verified anew.');
export type ChangeEmailInput = z.infer<typeof ChangeEmailInput>;
