import { feedRoutes } from './features/feeds/index.ts';
import { graphRoutes, usersRoutes } from './features/graph/index.ts';
import { postsRoutes, userPostsRoutes } from './features/posts/index.ts';
import { systemRoutes } from './features/system/index.ts';

/** Every procedure by its namespace. */
export const routes = {
  users: { ...usersRoutes, ...userPostsRoutes },
  graph: graphRoutes,
  posts: postsRoutes,
  feed: feedRoutes,
  system: systemRoutes,
};
