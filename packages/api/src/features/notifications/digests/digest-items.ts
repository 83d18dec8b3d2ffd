import { MailKind } from '@rookery/contract';
import { minutes } from './digest-rules.ts';

const kinds: ReadonlySet<string> = new Set(MailKind.options);

/** Whether letters are about notifications of this type. */
export function isMailed(type: string): boolean {
  return kinds.has(type);
}

/**
 * SQL: puts down what the statement around it has told, so that it may be mailed to those who have a verified address and
 * have not seen it by then. Takes the names and parameters of that statement.
 */
export const itemsOfFolded = `
  insert into digest_item (recipient_id, kind, subject_id, actor_id, created_at, due_at)
  select f.recipient_id, $3, f.id, $7, $6::timestamptz, $6::timestamptz + interval '${minutes.untilMissed} minutes' from folded f
  ${'left join notification_setting mailing on mailing.profile_id = f.recipient_id and mailing.type = $3'}
  where coalesce(mailing.email, true)
    and exists (select from account a where a.id = f.recipient_id and a.email_verified_at is not null offset 0)
  on conflict do nothing`;
