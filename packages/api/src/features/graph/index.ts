export { Follow, FollowRequest } from './follow.entity.ts';
export { followed, followRequestClosed, followRequested, unfollowed } from './graph.events.ts';
export { recount } from './graph.jobs.ts';
export { graphRoutes, usersRoutes } from './graph.routes.ts';
export { hydrateProfiles } from './hydrate-profiles.ts';
export { befriended, blocks, follows, mayMeet, mayReadAuthor, mutes } from './visibility.ts';
