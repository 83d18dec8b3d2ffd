import {
  ById,
  ListNotificationsInput,
  MarkAllReadInput,
  MarkReadInput,
  Nothing,
  NotificationPage,
  UnreadCount,
} from '@rookery/contract';
import type { TRPCRouterRecord } from '@trpc/server';
import { signedIn } from '../../kernel/trpc.ts';
import { getUnreadCount } from './count-unread.ts';
import { deleteAllNotifications, deleteNotification } from './delete-notification.ts';
import { listNotifications } from './list-notifications.ts';
import { markAllRead, markRead } from './mark-read.ts';

const scope = 'notifications';

export const notificationsRoutes = {
  list: signedIn({ doc: 'Lists what happened to the caller, newest first.', scope, rest: 'GET /notifications' })
    .input(ListNotificationsInput)
    .output(NotificationPage)
    .query(listNotifications),
  unreadCount: signedIn({
    doc: 'Counts the unread notifications of the caller, up to 1,000.',
    scope,
    rest: 'GET /notifications/unread-count',
  })
    .input(Nothing)
    .output(UnreadCount)
    .query(getUnreadCount),
  markRead: signedIn({
    doc: 'Marks own notifications as read and answers how many are not.',
    scope,
    rest: 'PUT /notifications/{ids}/read',
    effect: 'update',
  })
    .input(MarkReadInput)
    .output(UnreadCount)
    .mutation(markRead),
  markAllRead: signedIn({
    doc: 'Marks own notifications as read, all or up to one, and answers how many are not.',
    scope,
    rest: 'POST /notifications/read-all',
    effect: 'update',
  })
    .input(MarkAllReadInput)
    .output(UnreadCount)
    .mutation(markAllRead),
  delete: signedIn({
    doc: 'Deletes an own notification and answers how many are unread.',
    scope,
    rest: 'DELETE /notifications/{id}',
    effect: 'delete',
  })
    .input(ById)
    .output(UnreadCount)
    .mutation(deleteNotification),
  deleteAll: signedIn({
    doc: 'Deletes all own notifications.',
    scope,
    rest: 'DELETE /notifications',
    effect: 'delete',
  })
    .input(Nothing)
    .output(UnreadCount)
    .mutation(deleteAllNotifications),
} satisfies TRPCRouterRecord;
