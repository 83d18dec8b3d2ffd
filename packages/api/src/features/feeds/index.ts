export { eraseTimeline } from './erase-timeline.ts';
export { hearOfFeed } from './feed-hints.ts';
export {
  dropIdleJob,
  fanOut,
  fanOutRepost,
  reviewLargeJob,
  takeOut,
  takeRepostBackJob,
  trimJob,
} from './feeds.jobs.ts';
export { feedRoutes } from './feeds.routes.ts';
export { feedReactions } from './keep-timelines.ts';
export { rebuildTimeline } from './rebuild-timeline.ts';
