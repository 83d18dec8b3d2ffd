import {
  AccountView,
  ChangeEmailInput,
  ChangeUsernameInput,
  DeleteAccountInput,
  Me,
  Nothing,
  NotificationSettings,
  PlannedDeletion,
  PrivacySettings,
  ProfileChanges,
  ProfileView,
  RequestedExport,
  Unsubscribed,
  UnsubscribeInput,
  UpdateNotificationSettingsInput,
  UpdatePrivacyInput,
} from '@rookery/contract';
import type { TRPCRouterRecord } from '@trpc/server';
import { open, signedIn } from '../../kernel/trpc.ts';
import { changeEmail } from '../auth/index.ts';
import { getNotificationSettings, unsubscribe, updateNotificationSettings } from '../notifications/index.ts';
import { changeUsername, getPrivacy, updatePrivacy, updateProfile } from '../profiles/index.ts';
import { cancelDelete } from './cancel-delete.ts';
import { deleteAccount } from './delete-account.ts';
import { getMe } from './get-me.ts';
import { requestExport } from './request-export.ts';

export const meRoutes = {
  get: signedIn({
    doc: 'Gives the account, the profile and the unread counts of the caller.',
    scope: 'read',
    rest: 'GET /me',
  })
    .input(Nothing)
    .output(Me)
    .query(getMe),

  update: signedIn({
    doc: 'Changes the profile of the caller; fields that are absent stay.',
    scope: 'write:graph',
    rest: 'PATCH /me',
    effect: 'update',
  })
    .input(ProfileChanges)
    .output(ProfileView)
    .mutation(updateProfile),

  changeUsername: signedIn({
    doc: 'Changes the username of the caller; nobody else can take the old one for two weeks.',
    scope: 'write:graph',
    rest: 'PUT /me/username',
    effect: 'update',
  })
    .input(ChangeUsernameInput)
    .output(ProfileView)
    .mutation(changeUsername),

  changeEmail: signedIn({
    doc: 'Changes the e-mail address of the caller and mails a link that proves it; the old address is told.',
    scope: 'session',
    rest: 'PUT /me/email',
    effect: 'update',
    limit: 'mail',
  })
    .input(ChangeEmailInput)
    .output(AccountView)
    .mutation(changeEmail),

  notificationSettings: signedIn({
    doc: 'Gives what the caller wants to be told of and how; no push goes out from here, its setting is kept for those who push.',
    scope: 'notifications',
    rest: 'GET /me/notification-settings',
  })
    .input(Nothing)
    .output(NotificationSettings)
    .query(getNotificationSettings),

  updateNotificationSettings: signedIn({
    doc: 'Changes what the caller is told of from now on; types and fields that are absent stay, and so does what was told.',
    scope: 'notifications',
    rest: 'PATCH /me/notification-settings',
    effect: 'update',
  })
    .input(UpdateNotificationSettingsInput)
    .output(NotificationSettings)
    .mutation(updateNotificationSettings),

  privacy: signedIn({
    doc: 'Gives who may begin to write to the caller, and what others are told of reading and of being online.',
    scope: 'read',
    rest: 'GET /me/privacy',
  })
    .input(Nothing)
    .output(PrivacySettings)
    .query(getPrivacy),

  updatePrivacy: signedIn({
    doc: 'Changes who may begin to write to the caller, and what others are told; fields that are absent stay. It holds at once.',
    scope: 'write:graph',
    rest: 'PATCH /me/privacy',
    effect: 'update',
  })
    .input(UpdatePrivacyInput)
    .output(PrivacySettings)
    .mutation(updatePrivacy),

  unsubscribe: open({
    doc: 'Takes whoever got a letter off that mailing, by the token of the letter, whether or not they are signed in.',
    scope: 'session',
    rest: 'POST /unsubscribe',
    effect: 'update',
  })
    .input(UnsubscribeInput)
    .output(Unsubscribed)
    .mutation(unsubscribe),

  export: signedIn({
    doc: 'Has a copy made of everything that the caller has here, at most once a day; a link to it, good for a week, goes out by mail.',
    scope: 'session',
    rest: 'POST /me/export',
    effect: 'create',
  })
    .input(Nothing)
    .output(RequestedExport)
    .mutation(requestExport),

  delete: signedIn({
    doc: 'Hides the caller from everybody, signs them out everywhere and deletes everything in 14 days; until then they can sign in and cancel it.',
    scope: 'session',
    rest: 'DELETE /me',
    effect: 'delete',
  })
    .input(DeleteAccountInput)
    .output(PlannedDeletion)
    .mutation(deleteAccount),

  cancelDelete: signedIn({
    doc: 'Keeps the account of the caller after all, and shows it again at once.',
    scope: 'session',
    rest: 'POST /me/cancel-delete',
    effect: 'update',
  })
    .input(Nothing)
    .output(AccountView)
    .mutation(cancelDelete),
} satisfies TRPCRouterRecord;
