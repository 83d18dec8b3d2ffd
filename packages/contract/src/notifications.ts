import { z } from 'zod';
import { FriendRequestView } from './friends.ts';
import { Id } from './ids.ts';
import { pageFields, pageOf } from './page.ts';
import { PostView } from './posts.ts';
import { ProfileSummary } from './profiles.ts';

export const NotificationType = z
  .enum([
    'like',
    'repost',
    'quote',
    'reply',
    'mention',
    'follow',
    'follow_request',
    'friend_request',
    'friend_accepted',
    'group_invite',
    'group_join_request',
    'message_request',
    'poll_ended',
    'moderation',
  ])
  .describe('What a notification is about.');
export type NotificationType = z.infer<typeof NotificationType>;

export const NotificationView = z
  .object({
    id: Id,
    type: NotificationType,
    actors: z.array(ProfileSummary).describe('The newest who caused it, at most five.'),
    actorCount: z.int().describe('How many caused it in all.'),
    post: PostView.nullable().describe('The post that it is about: for a reply, the reply.'),
    friendRequest: FriendRequestView.nullable().describe('Of a friend request, and of one that was accepted.'),
    conversationId: Id.nullable(),
    groupId: Id.nullable(),
    createdAt: z.date(),
    readAt: z.date().nullable(),
  })
  .describe('Something that happened to the caller; likes and follows of one thing fold into one.');
export type NotificationView = z.infer<typeof NotificationView>;

export const NotificationPage = pageOf(NotificationView).describe('A page of notifications.');
export type NotificationPage = z.infer<typeof NotificationPage>;

export const ListNotificationsInput = z
  .strictObject({
    types: z
      .array(NotificationType)
      .min(1)
      .max(NotificationType.options.length)
      .optional()
      .describe('Of these types alone.'),
    unreadOnly: z.boolean().default(false),
    ...pageFields,
  })
  .describe('Which notifications, newest first.');
export type ListNotificationsInput = z.infer<typeof ListNotificationsInput>;

export const UnreadCount = z.object({ count: z.int() }).describe('How many are unread, counted up to 1,000.');
export type UnreadCount = z.infer<typeof UnreadCount>;

export const MarkReadInput = z
  .strictObject({ ids: z.array(Id).min(1).max(100).describe('At most 100 at a time.') })
  .describe('Which notifications have been read.');
export type MarkReadInput = z.infer<typeof MarkReadInput>;

export const MarkAllReadInput = z
  .strictObject({ upTo: Id.optional().describe('The newest notification that was seen; absent: all.') })
  .describe('Up to where everything has been read.');
export type MarkAllReadInput = z.infer<typeof MarkAllReadInput>;
