import { z } from 'zod';
import { ConversationView, MessageView } from './chat.ts';
import { FriendRequestView } from './friends.ts';
import { FollowRequestView } from './graph.ts';
import { Id } from './ids.ts';
import { NotificationView } from './notifications.ts';
import { PresenceView } from './presence.ts';
import { ProfileSummary } from './profiles.ts';

const envelope = {
  id: z
    .string()
    .describe(
      'Of the event; the same however often it is delivered. To resume takes the cursor that comes with it, not this.',
    ),
  at: z.date().describe('When it happened.'),
};

export const NotificationCreated = z
  .object({
    ...envelope,
    type: z.literal('notification.created'),
    data: z.object({ notification: NotificationView, unreadCount: z.int() }),
  })
  .describe('A notification is new, or another actor was folded into it.');
export type NotificationCreated = z.infer<typeof NotificationCreated>;

export const NotificationUpdated = z
  .object({
    ...envelope,
    type: z.literal('notification.updated'),
    data: z.object({ notification: NotificationView, unreadCount: z.int() }),
  })
  .describe('An actor was taken out of a notification; nothing to ring a bell for.');
export type NotificationUpdated = z.infer<typeof NotificationUpdated>;

export const NotificationRead = z
  .object({
    ...envelope,
    type: z.literal('notification.read'),
    data: z.object({ ids: z.array(Id), readAt: z.date(), unreadCount: z.int() }),
  })
  .describe('Notifications were read on one of the devices.');
export type NotificationRead = z.infer<typeof NotificationRead>;

export const NotificationDeleted = z
  .object({
    ...envelope,
    type: z.literal('notification.deleted'),
    data: z.object({ ids: z.array(Id), unreadCount: z.int() }),
  })
  .describe('Notifications are gone: deleted, or what they told of was undone.');
export type NotificationDeleted = z.infer<typeof NotificationDeleted>;

export const FollowRequested = z
  .object({ ...envelope, type: z.literal('follow.request'), data: z.object({ request: FollowRequestView }) })
  .describe('Somebody asks to follow the caller, whose profile is private.');
export type FollowRequested = z.infer<typeof FollowRequested>;

export const FriendRequested = z
  .object({ ...envelope, type: z.literal('friend.request'), data: z.object({ request: FriendRequestView }) })
  .describe('Somebody asks the caller to be friends.');
export type FriendRequested = z.infer<typeof FriendRequested>;

export const FriendUpdated = z
  .object({ ...envelope, type: z.literal('friend.updated'), data: z.object({ request: FriendRequestView }) })
  .describe('A friend request of the caller was answered or cancelled.');
export type FriendUpdated = z.infer<typeof FriendUpdated>;

export const MessageCreated = z
  .object({ ...envelope, type: z.literal('message.created'), data: z.object({ message: MessageView }) })
  .describe('A message is new in a conversation of the caller; it is told as it was sent, and reactions follow.');
export type MessageCreated = z.infer<typeof MessageCreated>;

export const MessageUpdated = z
  .object({ ...envelope, type: z.literal('message.updated'), data: z.object({ message: MessageView }) })
  .describe('A message was edited.');
export type MessageUpdated = z.infer<typeof MessageUpdated>;

export const MessageDeleted = z
  .object({ ...envelope, type: z.literal('message.deleted'), data: z.object({ message: MessageView }) })
  .describe('A message was deleted for everybody; its place stays.');
export type MessageDeleted = z.infer<typeof MessageDeleted>;

export const MessageReacted = z
  .object({ ...envelope, type: z.literal('message.reaction'), data: z.object({ message: MessageView }) })
  .describe('Somebody reacted to a message, or took that back.');
export type MessageReacted = z.infer<typeof MessageReacted>;

export const ConversationUpdated = z
  .object({ ...envelope, type: z.literal('conversation.updated'), data: z.object({ conversation: ConversationView }) })
  .describe('A conversation is new to the caller or has changed: title, picture, members, roles, folder, mute.');
export type ConversationUpdated = z.infer<typeof ConversationUpdated>;

export const ConversationRemoved = z
  .object({ ...envelope, type: z.literal('conversation.removed'), data: z.object({ conversationId: Id }) })
  .describe('The caller takes part no more, or may not see the conversation any more.');
export type ConversationRemoved = z.infer<typeof ConversationRemoved>;

export const ConversationReadBy = z
  .object({
    ...envelope,
    type: z.literal('conversation.read'),
    data: z.object({
      conversationId: Id,
      userId: Id.describe('Who has read: the caller, on whichever device, or another member.'),
      lastReadSeq: z.int(),
    }),
  })
  .describe('Somebody has read a conversation up to a message.');
export type ConversationReadBy = z.infer<typeof ConversationReadBy>;

export const StreamReset = z
  .object({
    ...envelope,
    type: z.literal('stream.reset'),
    data: z.object({ cursor: z.string().describe('Where the stream goes on from.') }),
  })
  .describe('The cursor is foreign or older than 30 days: read everything anew.');
export type StreamReset = z.infer<typeof StreamReset>;

export const StreamEvent = z
  .discriminatedUnion('type', [
    NotificationCreated,
    NotificationUpdated,
    NotificationRead,
    NotificationDeleted,
    FollowRequested,
    FriendRequested,
    FriendUpdated,
    MessageCreated,
    MessageUpdated,
    MessageDeleted,
    MessageReacted,
    ConversationUpdated,
    ConversationRemoved,
    ConversationReadBy,
    StreamReset,
  ])
  .describe('A durable live event.');
export type StreamEvent = z.infer<typeof StreamEvent>;

export const StreamInput = z
  .strictObject({
    lastEventId: z
      .string()
      .max(512)
      .nullish()
      .describe('Cursor of the last event that was handled; absent: from now on.'),
  })
  .optional()
  .describe('Where to resume.');
export type StreamInput = z.infer<typeof StreamInput>;

export const StreamHead = z
  .object({ cursor: z.string().describe('The cursor of now: a stream from it holds all that a later read may miss.') })
  .describe('The end of the stream at this moment.');
export type StreamHead = z.infer<typeof StreamHead>;

export const EphemeralTopic = z.enum(['feed', 'typing', 'presence']).describe('What to be told of without a promise.');
export type EphemeralTopic = z.infer<typeof EphemeralTopic>;

export const EphemeralInput = z
  .strictObject({ topics: z.array(EphemeralTopic).min(1).max(EphemeralTopic.options.length) })
  .describe('Which ephemeral events.');
export type EphemeralInput = z.infer<typeof EphemeralInput>;

export const FeedNew = z
  .object({
    type: z.literal('feed.new'),
    data: z.object({ postId: Id, author: ProfileSummary }),
  })
  .describe('Somebody whom the caller follows has published a post that the home feed now shows.');
export type FeedNew = z.infer<typeof FeedNew>;

export const Typing = z
  .object({ type: z.literal('typing'), data: z.object({ conversationId: Id, userId: Id }) })
  .describe(
    'Somebody is writing in a conversation of the caller; if no other such event comes within six seconds, no more.',
  );
export type Typing = z.infer<typeof Typing>;

export const PresenceChanged = z
  .object({
    type: z.literal('presence'),
    data: PresenceView,
  })
  .describe('Somebody whom the caller follows, is friends or talks with has come or gone, or shows it otherwise.');
export type PresenceChanged = z.infer<typeof PresenceChanged>;

export const EphemeralEvent = z
  .discriminatedUnion('type', [FeedNew, Typing, PresenceChanged])
  .describe('A live event that may be lost: a hint for who looks at it now.');
export type EphemeralEvent = z.infer<typeof EphemeralEvent>;
