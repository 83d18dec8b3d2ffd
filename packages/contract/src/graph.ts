import { z } from 'zod';
import { Id } from './ids.ts';
import { pageOf } from './page.ts';
import { ProfileSummary } from './profiles.ts';

export const ByUserId = z.strictObject({ userId: Id }).describe('Names a profile.');
export type ByUserId = z.infer<typeof ByUserId>;

export const FollowRequestView = z
  .object({ id: Id, follower: ProfileSummary, createdAt: z.date() })
  .describe('Somebody who asks to follow a private profile.');
export type FollowRequestView = z.infer<typeof FollowRequestView>;

export const FollowRequestPage = pageOf(FollowRequestView).describe('A page of follow requests.');
export type FollowRequestPage = z.infer<typeof FollowRequestPage>;
