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

export const NotificationSettingType = z
  .enum([...NotificationType.options, 'message'])
  .describe('A type of notification, or messages in chats that were missed.');
export type NotificationSettingType = z.infer<typeof NotificationSettingType>;

export const NotificationSource = z
  .enum(['anyone', 'following', 'nobody'])
  .describe('Whose deeds are told: those of anyone, of people whom one follows and of friends, or of nobody.');
export type NotificationSource = z.infer<typeof NotificationSource>;

const settingFields = {
  inApp: z.boolean().describe('Whether it comes into the list at all; messages never do.'),
  push: z.boolean().describe('Kept and given out for those who push; this server does not.'),
  email: z
    .boolean()
    .describe(
      'Whether it is mailed when missed: follows, mentions, friend requests and messages are; kept for the others.',
    ),
  from: NotificationSource,
};

/** A schema for each type. NOTE: the keys are the options of the enum, each once. */
function forEachType<S extends z.ZodType>(schema: S): Record<NotificationSettingType, S> {
  const entries = NotificationSettingType.options.map((type) => [type, schema]);
  return Object.fromEntries(entries) as Record<NotificationSettingType, S>;
}

export const NotificationSetting = z.object(settingFields).describe('How and of whom one is told of a type.');
export type NotificationSetting = z.infer<typeof NotificationSetting>;

export const NotificationSettings = z
  .object({ types: z.object(forEachType(NotificationSetting)) })
  .describe('What the caller wants to be told of, and how.');
export type NotificationSettings = z.infer<typeof NotificationSettings>;

export const NotificationSettingChanges = z
  .strictObject(settingFields)
  .partial()
  .describe('What is to be otherwise of a type; fields that are absent stay.');
export type NotificationSettingChanges = z.infer<typeof NotificationSettingChanges>;

export const UpdateNotificationSettingsInput = z
  .strictObject({ types: z.strictObject(forEachType(NotificationSettingChanges.optional())).optional() })
  .describe('What is to be otherwise; types that are absent stay.');
export type UpdateNotificationSettingsInput = z.infer<typeof UpdateNotificationSettingsInput>;

export const MailKind = z
  .enum(['follow', 'mention', 'friend_request', 'message'])
  .describe('What is mailed when it was missed.');
export type MailKind = z.infer<typeof MailKind>;

export const UnsubscribeInput = z
  .strictObject({ token: z.string().max(200).describe('As the link in a letter has it.') })
  .describe('The token of a letter; it proves to whom the letter went.');
export type UnsubscribeInput = z.infer<typeof UnsubscribeInput>;

export const Unsubscribed = z
  .object({ kind: z.enum([...MailKind.options, 'all']).describe('What is mailed no more.') })
  .describe('Of what no letters go out any more.');
export type Unsubscribed = z.infer<typeof Unsubscribed>;
