import { befriended, follows, mayMeet } from '../graph/index.ts';
import { isPublicGroup, mayReadGroup } from '../groups/index.ts';

/**
 * SQL condition: a viewer may see a post. `post` and `author` are aliases, `viewer` a parameter that may be null. Every
 * list, count, search and event that shows posts stands on this one. NOTE: a block ends what is for followers or friends,
 * since it ends that they follow and are friends. A post in a group is seen by who may read the group, whatever its author's
 * profile says; its author sees it also when he is no member any more, as long as there is the group.
 */
export function mayReadPost(post: string, author: string, viewer: string): string {
  const own = `(${author}.id = ${viewer} and ${post}.group_id is null)`;
  // NOTE: no `case`, of which a plan takes half of all posts to be hidden. A group without an id is nobody's to read.
  const open = `(${post}.group_id is null and (not ${author}.is_private or ${follows(viewer, author)}))`;
  const inGroup = mayReadGroup(`${post}.group_id`, viewer, `${author}.id = ${viewer}`);
  const toAll = `(${post}.visibility = 'public' and ${mayMeet(author, viewer)} and (${open} or ${inGroup}))`;
  const followersOnly = `${post}.visibility = 'followers' and ${follows(viewer, author)}`;
  const friendsOnly = `${post}.visibility = 'friends' and ${befriended(viewer, author)}`;
  const toSome = `(${author}.hidden_at is null and ((${followersOnly}) or (${friendsOnly})))`;
  return `${post}.deleted_at is null and (${own} or ${toAll} or ${toSome})`;
}

/** SQL condition: everybody may see a post as long as it stands and nobody is blocked, so that others may show it to whom they like. */
export function isOpen(post: string, author: string): string {
  const open = `case when ${post}.group_id is null then not ${author}.is_private else ${isPublicGroup(`${post}.group_id`)} end`;
  return `(${post}.visibility = 'public' and ${author}.hidden_at is null and ${open})`;
}

/** Whether the caller may edit a post. */
export function canEdit(post: { authorId: string }, viewerId: string): boolean {
  return post.authorId === viewerId;
}

/** Whether the caller may delete a post: an own one, or one in a group of whose staff he is. */
export function canDelete(post: { authorId: string; staffed: boolean }, viewerId: string): boolean {
  return post.authorId === viewerId || post.staffed;
}
