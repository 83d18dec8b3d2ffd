import { mayReadConversation } from '../chat/index.ts';
import { mayMeet } from '../graph/index.ts';
import { isStaff, maySeeGroup } from '../groups/index.ts';
import { mayReadPost } from '../posts/index.ts';

/**
 * SQL predicate: the recipient may see what the notification of this alias is about, and one at least of those who did it.
 * Every list, count and event that shows notifications stands on this one.
 */
export function mayReadNotification(alias: string): string {
  return `((${alias}.actor_count = 0 or exists (
    select from notification_actor doer join profile shown on shown.id = doer.actor_id
    where doer.notification_id = ${alias}.id and ${mayMeet('shown', `${alias}.recipient_id`)} offset 0))
    and (${alias}.post_id is null or exists (
    select from post seen join profile writer on writer.id = seen.author_id
    where seen.id = ${alias}.post_id and ${mayReadPost('seen', 'writer', `${alias}.recipient_id`)} offset 0))
    and (${alias}.conversation_id is null or exists (
    select from conversation_member own join conversation talk on talk.id = own.conversation_id
    where own.profile_id = ${alias}.recipient_id and own.conversation_id = ${alias}.conversation_id
      and ${mayReadConversation('talk', 'own', `${alias}.recipient_id`)} offset 0))
    and (${alias}.group_id is null or exists (
    select from community place where place.id = ${alias}.group_id and ${maySeeGroup('place', `${alias}.recipient_id`)}
      and (${alias}.type <> 'group_join_request' or ${isStaff('place.id', `${alias}.recipient_id`)}) offset 0)))`;
}
