export { eraseTies } from './erase-ties.ts';
export { Follow, FollowRequest } from './follow.entity.ts';
export { hydrateFriendRequestsForEach } from './friends/friend-request.view.ts';
export { friendsRoutes } from './friends/friends.routes.ts';
export {
  blocked,
  followed,
  followRequestClosed,
  followRequested,
  friended,
  friendRequestAnswered,
  friendRequested,
  unblocked,
  unfollowed,
} from './graph.events.ts';
export { exportedTies } from './graph.export.ts';
export { cleanUpGraph, rankPopular, recount } from './graph.jobs.ts';
export { graphEvents } from './graph.live.ts';
export { graphRoutes } from './graph.routes.ts';
export { hydrateProfiles } from './hydrate-profiles.ts';
export { usersRoutes } from './users.routes.ts';
export { befriended, blocks, follows, isShownTo, mayMeet, mayMeetId, mayReadAuthor, mutes } from './visibility.ts';
