export { countUnread } from './count-unread.ts';
export { notificationReactions } from './keep-notifications.ts';
export { tellVoters } from './notifications.jobs.ts';
export { notificationEvents } from './notifications.live.ts';
export { notificationsRoutes } from './notifications.routes.ts';
