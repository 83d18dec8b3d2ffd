import { z } from 'zod';
import { Id } from './ids.ts';
import { NotificationView } from './notifications.ts';

const envelope = {
  id: z.string().describe('Of the event; the same however often it is delivered.'),
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
