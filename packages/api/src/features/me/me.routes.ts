import {
  AccountView,
  ChangeEmailInput,
  ChangeUsernameInput,
  Me,
  Nothing,
  ProfileChanges,
  ProfileView,
} from '@rookery/contract';
import type { TRPCRouterRecord } from '@trpc/server';
import { signedIn } from '../../kernel/trpc.ts';
import { changeEmail } from '../auth/index.ts';
import { changeUsername, updateProfile } from '../profiles/index.ts';
import { getMe } from './get-me.ts';

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
} satisfies TRPCRouterRecord;
