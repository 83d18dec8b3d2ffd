import { befriended, follows, mayReadAuthor } from '../graph/index.ts';

/**
 * SQL condition: a viewer may see a post. `post` and `author` are aliases, `viewer` a parameter that may be null. Every
 * list, count, search and event that shows posts stands on this one. NOTE: a block ends what is for followers or friends,
 * since it ends that they follow and are friends.
 */
export function mayReadPost(post: string, author: string, viewer: string): string {
  const open = `${post}.visibility = 'public' and ${mayReadAuthor(author, viewer)}`;
  const followersOnly = `${post}.visibility = 'followers' and ${follows(viewer, author)}`;
  const friendsOnly = `${post}.visibility = 'friends' and ${befriended(viewer, author)}`;
  const shown = `${author}.hidden_at is null and ((${open}) or (${followersOnly}) or (${friendsOnly}))`;
  return `${post}.deleted_at is null and (${author}.id = ${viewer} or (${shown}))`;
}

/** SQL condition: everybody may see a post as long as it stands and nobody is blocked, so that others may show it to whom they like. */
export function isOpen(post: string, author: string): string {
  return `(${post}.visibility = 'public' and not ${author}.is_private and ${author}.hidden_at is null)`;
}

/** Whether the caller may edit a post. */
export function canEdit(post: { authorId: string }, viewerId: string): boolean {
  return post.authorId === viewerId;
}

/** Whether the caller may delete a post. */
export function canDelete(post: { authorId: string }, viewerId: string): boolean {
  return post.authorId === viewerId;
}
