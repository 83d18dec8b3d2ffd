import { follows, mayReadAuthor } from '../graph/index.ts';

/**
 * SQL condition: a viewer may see a post. `post` and `author` are aliases, `viewer` a parameter that may be null. Every
 * list, count, search and event that shows posts stands on this one.
 */
export function mayReadPost(post: string, author: string, viewer: string): string {
  const open = `${post}.visibility = 'public' and ${mayReadAuthor(author, viewer)}`;
  const followersOnly = `${post}.visibility = 'followers' and ${follows(viewer, author)}`;
  return `${post}.deleted_at is null and (${author}.id = ${viewer} or (${open}) or (${followersOnly}))`;
}

/** Whether the caller may edit a post. */
export function canEdit(post: { authorId: string }, viewerId: string): boolean {
  return post.authorId === viewerId;
}

/** Whether the caller may delete a post. */
export function canDelete(post: { authorId: string }, viewerId: string): boolean {
  return post.authorId === viewerId;
}
