export { readFacets } from './facets.ts';
export { Post, PostLike } from './post.entity.ts';
export { mayReadPost } from './post.policy.ts';
export {
  hydratePostsForEach,
  joinPost,
  type PostStateRow,
  postStateColumns,
  presentPosts,
} from './post.view.ts';
export { postCreated, postDeleted, postLiked, postUnliked } from './posts.events.ts';
export { recountJob } from './posts.jobs.ts';
export { postsRoutes, userPostsRoutes } from './posts.routes.ts';
