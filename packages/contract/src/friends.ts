import { z } from 'zod';
import { Id } from './ids.ts';
import { pageFields, pageOf } from './page.ts';
import { ProfileSummary } from './profiles.ts';

export const FriendRequestStatus = z
  .enum(['pending', 'accepted', 'rejected', 'cancelled'])
  .describe('What became of a friend request.');
export type FriendRequestStatus = z.infer<typeof FriendRequestStatus>;

export const FriendDirection = z.enum(['incoming', 'outgoing']).describe('Whether the caller received or sent it.');
export type FriendDirection = z.infer<typeof FriendDirection>;

export const FriendRequestView = z
  .object({
    id: Id,
    direction: FriendDirection,
    profile: ProfileSummary.describe('The other of the two.'),
    status: FriendRequestStatus,
    createdAt: z.date(),
    answeredAt: z.date().nullable().describe('When it was accepted, rejected or cancelled.'),
  })
  .describe('A wish to be friends, as one of the two sees it. Who sent it is not told that it was rejected.');
export type FriendRequestView = z.infer<typeof FriendRequestView>;

export const FriendRequestPage = pageOf(FriendRequestView).describe('A page of friend requests.');
export type FriendRequestPage = z.infer<typeof FriendRequestPage>;

export const ByRequestId = z.strictObject({ requestId: Id }).describe('Names a friend request.');
export type ByRequestId = z.infer<typeof ByRequestId>;

export const ListFriendRequestsInput = z
  .strictObject({
    direction: FriendDirection.default('incoming'),
    status: FriendRequestStatus.optional().describe('Absent: whatever became of them.'),
    ...pageFields,
  })
  .describe('Which friend requests, newest first.');
export type ListFriendRequestsInput = z.infer<typeof ListFriendRequestsInput>;
