export { countUnread } from './count-unread.ts';
export { eraseNotifications } from './erase-notifications.ts';
export { notificationReactions } from './keep-notifications.ts';
export { exportedNotifications } from './notifications.export.ts';
export { forgetPostJob, tellVoters } from './notifications.jobs.ts';
export { notificationEvents } from './notifications.live.ts';
export { notificationsRoutes } from './notifications.routes.ts';
