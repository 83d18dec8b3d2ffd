import { mayReadPost } from '../posts/index.ts';

/**
 * SQL predicate: the recipient may see what the notification of this alias is about. Every list, count and event that
 * shows notifications stands on this one.
 */
export function mayReadNotification(alias: string): string {
  return `(${alias}.post_id is null or exists (
    select from post seen join profile writer on writer.id = seen.author_id
    where seen.id = ${alias}.post_id and ${mayReadPost('seen', 'writer', `${alias}.recipient_id`)} offset 0))`;
}
