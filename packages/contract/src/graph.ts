import { z } from 'zod';
import { Id } from './ids.ts';
import { pageOf } from './page.ts';
import { ProfileSummary, ProfileView } from './profiles.ts';

export const ByUserId = z.strictObject({ userId: Id }).describe('Names a profile.');
export type ByUserId = z.infer<typeof ByUserId>;

export const FollowRequestView = z
  .object({ id: Id, follower: ProfileSummary, createdAt: z.date() })
  .describe('Somebody who asks to follow a private profile.');
export type FollowRequestView = z.infer<typeof FollowRequestView>;

export const FollowRequestPage = pageOf(FollowRequestView).describe('A page of follow requests.');
export type FollowRequestPage = z.infer<typeof FollowRequestPage>;

export const MuteInput = z
  .strictObject({
    userId: Id,
    until: z.date().optional().describe('When the mute ends by itself; absent: never.'),
  })
  .describe('Whom to mute, and for how long.');
export type MuteInput = z.infer<typeof MuteInput>;

export const MuteView = z
  .object({ profile: ProfileView, until: z.date().nullable().describe('Null: without an end.'), createdAt: z.date() })
  .describe('Somebody whom the caller muted.');
export type MuteView = z.infer<typeof MuteView>;

export const MutePage = pageOf(MuteView).describe('A page of mutes.');
export type MutePage = z.infer<typeof MutePage>;
