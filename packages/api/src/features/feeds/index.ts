export { fanOut, trimJob } from './feeds.jobs.ts';
export { feedRoutes } from './feeds.routes.ts';
export { feedReactions } from './keep-timelines.ts';
export { rebuildTimeline } from './timeline.ts';
