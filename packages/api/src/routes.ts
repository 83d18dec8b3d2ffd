import { authRoutes } from './features/auth/index.ts';
import { chatRoutes } from './features/chat/index.ts';
import { tokensRoutes } from './features/developer/index.ts';
import { eventsRoutes } from './features/events/index.ts';
import { feedRoutes } from './features/feeds/index.ts';
import { friendsRoutes, graphRoutes, usersRoutes } from './features/graph/index.ts';
import { groupsRoutes } from './features/groups/index.ts';
import { hashtagFeedRoutes, hashtagsRoutes } from './features/hashtags/index.ts';
import { meRoutes } from './features/me/index.ts';
import { mediaRoutes } from './features/media/index.ts';
import { notificationsRoutes } from './features/notifications/index.ts';
import { groupPostsRoutes, postsRoutes, userPostsRoutes } from './features/posts/index.ts';
import { presenceRoutes } from './features/presence/index.ts';
import { searchRoutes } from './features/search/index.ts';
import { systemRoutes } from './features/system/index.ts';

/** Every procedure by its namespace. */
export const routes = {
  auth: authRoutes,
  me: meRoutes,
  users: { ...usersRoutes, ...userPostsRoutes, ...presenceRoutes },
  graph: graphRoutes,
  friends: friendsRoutes,
  groups: { ...groupsRoutes, ...groupPostsRoutes },
  posts: postsRoutes,
  feed: { ...feedRoutes, ...hashtagFeedRoutes },
  hashtags: hashtagsRoutes,
  notifications: notificationsRoutes,
  chat: chatRoutes,
  events: eventsRoutes,
  media: mediaRoutes,
  search: searchRoutes,
  tokens: tokensRoutes,
  system: systemRoutes,
};
