import { Me, Nothing, ProfileChanges, ProfileView } from '@rookery/contract';
import type { TRPCRouterRecord } from '@trpc/server';
import { signedIn } from '../../kernel/trpc.ts';
import { updateProfile } from '../profiles/index.ts';
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
} satisfies TRPCRouterRecord;
