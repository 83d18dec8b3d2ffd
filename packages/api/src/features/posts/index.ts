export { clearGroupJob } from './clear-group.job.ts';
export { publishOverdueJob, publishScheduledJob } from './drafts/drafts.jobs.ts';
export { eraseDrafts } from './drafts/erase-drafts.ts';
export { eraseBookmarks, eraseLikes, eraseReposts, eraseVotes } from './erasure/erase-deeds.ts';
export { eraseMentions } from './erasure/erase-mentions.ts';
export { erasePosts } from './erasure/erase-posts.ts';
export { readFacets, readFacetsOfEach } from './facets.ts';
export { groupPostReactions } from './group-posts.ts';
export { closeOverduePollsJob, closePollJob } from './polls/polls.jobs.ts';
export { Post, PostLike } from './post.entity.ts';
export { mayReadPost } from './post.policy.ts';
export {
  hydratePostsForEach,
  presentPosts,
} from './post.view.ts';
export { type ListedPost, listOf } from './post-list.ts';
export { openPostMedia, postReactions } from './post-media.ts';
export { joinPost, type PostStateRow, postStateColumns } from './post-state.ts';
export {
  type PostDeed,
  pollEnded,
  postCreated,
  postDeleted,
  postEdited,
  postLiked,
  postReposted,
  postUnliked,
  postUnreposted,
} from './posts.events.ts';
export { exportedPosts } from './posts.export.ts';
export { cleanUpJob, recountJob } from './posts.jobs.ts';
export { watchEvents, watchReactions } from './posts.live.ts';
export { groupPostsRoutes, postsRoutes, userPostsRoutes } from './posts.routes.ts';
