/**
 * Hashtags: which posts carry which, who follows them, how often they are used and what trends. Posts stand in
 * `post_hashtag` whatever their visibility, which is decided when they are read; counts and trends know only public posts
 * of public profiles.
 */
export { postCountOf } from './counted.ts';
export { eraseHashtags } from './erase-hashtags.ts';
export { followedBy, type HashtagRow, hashtagColumns, toHashtagView } from './hashtag.view.ts';
export { exportedHashtags } from './hashtags.export.ts';
export { countHashtags, rankTrends, recountAuthor, recountHashtags } from './hashtags.jobs.ts';
export { hashtagFeedRoutes, hashtagsRoutes } from './hashtags.routes.ts';
export { hashtagReactions } from './keep-hashtags.ts';
export { windowSlots } from './trend-window.ts';
