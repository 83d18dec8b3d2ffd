import type { MailKind } from '@rookery/contract';
import type { Transaction } from '../../../kernel/app.ts';
import { statement } from '../../../kernel/sql.ts';
import { mayMeet } from '../../graph/index.ts';
import { mayReadNotification } from '../notification.policy.ts';
import { hears } from '../settings/setting-rules.ts';
import { minutes } from './digest-rules.ts';
import { missedMessages } from './missed-messages.ts';

/** Of each kind a letter names so many; the others are counted. */
const namedOfKind = 5;
const recipientsAtOnce = 50;
/** Of one recipient, who may have thousands of new followers. */
const itemsAtOnce = 10_000;

/** Something that a letter tells. */
export interface DueItem {
  recipient_id: string;
  email: string;
  kind: MailKind;
  actor_id: string;
  username: string;
  display_name: string;
  post_id: string | null;
  conversation_id: string | null;
  /** How many messages it stands for; 0 for other kinds. */
  messages: number;
  /** How many of its kind there are, with it. */
  total: number;
}

interface Row extends Partial<DueItem> {
  recipients: number;
}

const before = (length: number): string => `$1::timestamptz - interval '${length} minutes'`;
const after = (moment: string, length: number): string => `${moment} + interval '${length} minutes'`;

/** NOTE: it is there to be told still: unread, not undone, and of somebody whom the recipient may meet and wants to hear. */
const isNews = `exists (
  select from notification n join notification_actor done on done.notification_id = n.id and done.actor_id = i.actor_id
  where n.id = i.subject_id and n.read_at is null and ${mayReadNotification('n')} offset 0)`;

const mayHear = `exists (select from profile actor where actor.id = i.actor_id
  and ${mayMeet('actor', 'i.recipient_id')} and ${hears('i.recipient_id', 'actor.id')} offset 0)`;

const mayBeMailed = `exists (select from account a join profile own using (id) where a.id = i.recipient_id
  and a.email_verified_at is not null and a.suspended_at is null and a.delete_after is null and own.hidden_at is null offset 0)`;

const take = statement<Row>(
  'notifications.take-due',
  `with due as materialized (
     select distinct recipient_id from (select recipient_id from digest_item where due_at <= $1 order by due_at limit 1000) first
     limit ${recipientsAtOnce}
   ), item as materialized (
     select i.*, ${missedMessages('i', 'p.mailed_at')} as messages, setting.email as wanted,
       greatest(${after('d.last_mailed_at', minutes.betweenDigests)}, ${after('p.mailed_at', minutes.betweenPairs)}) as not_before
     from due cross join lateral (
       select * from digest_item mine where mine.recipient_id = due.recipient_id and mine.due_at <= $1 limit ${itemsAtOnce}
     ) i
     left join digest d on d.recipient_id = i.recipient_id
     left join digest_pair p on p.recipient_id = i.recipient_id and p.kind = i.kind and p.actor_id = i.actor_id
     left join notification_setting setting on setting.profile_id = i.recipient_id and setting.type = i.kind
   ), judged as materialized (
     select i.*, case
       when i.created_at < ${before(minutes.untilStale)} or not coalesce(i.wanted, true) or not ${mayBeMailed} or not ${mayHear} then 'drop'
       when i.kind = 'message' and i.messages = 0 then 'drop'
       when i.kind <> 'message' and not ${isNews} then 'drop'
       when i.not_before > $1 then 'wait' else 'send' end as verdict
     from item i
   ), taken as (
     delete from digest_item i using judged j
     where j.verdict <> 'wait' and (i.recipient_id, i.kind, i.subject_id, i.actor_id) = (j.recipient_id, j.kind, j.subject_id, j.actor_id)
     returning j.*
   ), postponed as (
     update digest_item i set due_at = j.not_before from judged j
     where j.verdict = 'wait' and (i.recipient_id, i.kind, i.subject_id, i.actor_id) = (j.recipient_id, j.kind, j.subject_id, j.actor_id)
   ), sent as materialized (
     select * from taken where verdict = 'send'
   ), pairs as (
     insert into digest_pair (recipient_id, kind, actor_id, mailed_at) select distinct recipient_id, kind, actor_id, $1::timestamptz from sent
     on conflict (recipient_id, kind, actor_id) do update set mailed_at = excluded.mailed_at
   ), recipients as (
     insert into digest (recipient_id, last_mailed_at) select distinct recipient_id, $1::timestamptz from sent
     on conflict (recipient_id) do update set last_mailed_at = excluded.last_mailed_at
   ), ranked as (
     select s.*, (count(*) over (partition by s.recipient_id, s.kind))::int as total,
       row_number() over (partition by s.recipient_id, s.kind order by s.created_at desc, s.actor_id) as place from sent s
   ), named as (
     select r.recipient_id, a.email, r.kind, r.actor_id, p.username, p.display_name, n.post_id,
       case when r.kind = 'message' then r.subject_id end as conversation_id, r.messages, r.total, r.place
     from ranked r join account a on a.id = r.recipient_id join profile p on p.id = r.actor_id left join notification n on n.id = r.subject_id
     where r.place <= ${namedOfKind}
   ) select (select count(*) from due)::int as recipients, named.* from (select) one left join named on true
     order by named.recipient_id, named.kind, named.place`,
);

/** What is to be mailed now. */
export interface TakenItems {
  items: DueItem[];
  /** Recipients who were looked at, whether or not anything is mailed to them; 0 when nothing is due. */
  recipients: number;
}

/** Takes what is due to some recipients and puts down that it was mailed; the rest of it is dropped or waits for its time. */
export async function takeDue(tx: Transaction, now: Date): Promise<TakenItems> {
  const rows = await tx.sql.rows(take, [now]);
  return { items: rows.filter(isItem), recipients: rows[0]?.recipients ?? 0 };
}

/** NOTE: the columns of an item come all together or, when none is due, not at all. */
function isItem(row: Row): row is Row & DueItem {
  return row.kind !== undefined && row.kind !== null;
}
