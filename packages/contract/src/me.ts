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

export const DeleteAccountInput = z
  .strictObject({ password: z.string().max(1000).describe('The password of the account.') })
  .describe('Proof that the owner wants the account to go.');
export type DeleteAccountInput = z.infer<typeof DeleteAccountInput>;

export const PlannedDeletion = z
  .object({ deleteAfter: z.date().describe('Until then it can be cancelled.') })
  .describe('When the account and everything of it will be deleted.');
export type PlannedDeletion = z.infer<typeof PlannedDeletion>;

export const RequestedExport = z
  .object({ requestedAt: z.date() })
  .describe('That a copy of everything of the account is being made; a link to it goes out by mail.');
export type RequestedExport = z.infer<typeof RequestedExport>;

export const ChangeEmailInput = z
  .strictObject({ email: Email, password: z.string().max(1000).describe('The password of the account.') })
  .describe('The new e-mail address; it has to be verified anew.');
export type ChangeEmailInput = z.infer<typeof ChangeEmailInput>;

export const MessagesFrom = z
  .enum(['anyone', 'following', 'friends'])
  .describe('Who may begin to write to one: anyone, those whom one follows and friends, or friends alone.');
export type MessagesFrom = z.infer<typeof MessagesFrom>;

const privacyFields = {
  messagesFrom: MessagesFrom,
  readReceipts: z.boolean().describe('Whether others are told what one has read; who does not tell is not told.'),
  showPresence: z.boolean().describe('Whether others see that one is online, and when one was last.'),
};

export const PrivacySettings = z.object(privacyFields).describe('What the caller lets others do and know.');
export type PrivacySettings = z.infer<typeof PrivacySettings>;

export const UpdatePrivacyInput = z
  .strictObject(privacyFields)
  .partial()
  .describe('What is to be otherwise; fields that are absent stay.');
export type UpdatePrivacyInput = z.infer<typeof UpdatePrivacyInput>;
