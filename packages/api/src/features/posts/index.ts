export { readFacets } from './facets.ts';
export { Post, PostLike } from './post.entity.ts';
export { mayReadPost } from './post.policy.ts';
export {
  hydratePostsForEach,
  presentPosts,
} from './post.view.ts';
export { joinPost, type PostStateRow, postStateColumns } from './post-state.ts';
export {
  type PostDeed,
  type PostOf,
  pollEnded,
  postCreated,
  postDeleted,
  postEdited,
  postLiked,
  postReposted,
  postUnliked,
  postUnreposted,
} from './posts.events.ts';
export { recountJob } from './posts.jobs.ts';
export { postsRoutes, userPostsRoutes } from './posts.routes.ts';
