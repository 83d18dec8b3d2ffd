/**
 * Owns groups (tables `community…`) and who stands how to them; what staff may do stands in one table, group.policy.ts. What
 * is written in a group is of posts, which ask here who may read it. Whatever changes who stands how to a group locks its row.
 */
export { clearGroup } from './delete-group.ts';
export { eraseGroups } from './erase-groups.ts';
export { refuseUnless } from './group.policy.ts';
export { readGroup } from './group.view.ts';
export { groupPictures } from './group-pictures.ts';
export { addPost, takePost } from './group-posts.ts';
export {
  groupDeleted,
  groupInviteClosed,
  groupInvited,
  groupJoinRequestClosed,
  groupJoinRequested,
} from './groups.events.ts';
export { exportedGroups } from './groups.export.ts';
export { recountMembers } from './groups.jobs.ts';
export { groupsRoutes } from './groups.routes.ts';
export { assertReadable } from './list-people.ts';
export { isMember, isPublicGroup, isStaff, mayReadGroup, maySeeGroup } from './visibility.ts';
