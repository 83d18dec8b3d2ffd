import type { App, Transaction } from '../../../kernel/app.ts';
import { statement } from '../../../kernel/sql.ts';
import { transact } from '../../../kernel/transaction.ts';
import { hears, joinSetting, tellsOf } from '../settings/setting-rules.ts';
import { minutes } from './digest-rules.ts';

const conversationsAtOnce = 100;
/** Messages of one conversation that are looked at for each member. */
const newestMessages = 200;

/** SQL: member `m` has the conversation `c` in the inbox and has not muted it. NOTE: `$1` is the moment. */
const listens = `m.folder = 'inbox' and (m.muted_until is null or m.muted_until <= $1)`;

/** SQL: messages `x` of conversation `c` that member `m` has not read, the newest of them. */
const unread = `message x where x.conversation_id = c.id and x.seq > greatest(m.last_read_seq, m.from_seq, c.last_seq - ${newestMessages})
  and x.system is null and x.deleted_at is null`;

/**
 * SQL expression: how many messages of its actor an item of this alias stands for, those mailed by `mailedAt` left out; 0 for an
 * item of another kind. NOTE: `$1` is the moment.
 */
export function missedMessages(item: string, mailedAt: string): string {
  return `case when ${item}.kind = 'message' then (
    select count(*)::int from conversation_member m join conversation c on c.id = m.conversation_id
    cross join lateral (select from ${unread} and x.sender_id = ${item}.actor_id and x.created_at > coalesce(${mailedAt}, '-infinity')) one
    where m.profile_id = ${item}.recipient_id and m.conversation_id = ${item}.subject_id and ${listens}
  ) else 0 end`;
}

const due = statement<{ conversation_id: string }>(
  'notifications.watched-due',
  `select conversation_id from digest_watch where due_at <= $1 order by due_at limit ${conversationsAtOnce}`,
);

const collect = statement(
  'notifications.collect-missed',
  `insert into digest_item (recipient_id, kind, subject_id, actor_id, created_at, due_at)
   select m.profile_id, 'message', m.conversation_id, sent.sender_id, sent.created_at, $1::timestamptz
   from conversation_member m join conversation c on c.id = m.conversation_id
   join account a on a.id = m.profile_id and a.email_verified_at is not null
   ${joinSetting('m.profile_id', `'message'`)}
   cross join lateral (
     select x.sender_id, max(x.created_at) as created_at from ${unread} and x.sender_id <> m.profile_id
       and x.created_at <= $3 and x.created_at > $1::timestamptz - interval '${minutes.untilStale} minutes'
       and x.created_at > coalesce((select p.mailed_at from digest_pair p
         where p.recipient_id = m.profile_id and p.kind = 'message' and p.actor_id = x.sender_id), '-infinity')
     group by x.sender_id
   ) sent
   where m.conversation_id = any($2::uuid[]) and ${listens} and coalesce(setting.email, true)
     and ${tellsOf('m.profile_id', 'sent.sender_id')} and ${hears('m.profile_id', 'sent.sender_id')}
   order by m.profile_id, m.conversation_id, sent.sender_id
   on conflict do nothing`,
);

/**
 * NOTE: whoever sends holds the conversation from before he puts down that it is watched until his commit, so that no message
 * comes between the look at the newest and the end of the watch.
 */
const settle = statement(
  'notifications.settle-watched',
  `with held as (
     select c.id, c.last_message_at from conversation c where c.id = any($1::uuid[]) order by c.id for no key update
   ), done as (
     delete from digest_watch w where w.conversation_id = any($1::uuid[])
       and not exists (select from held where held.id = w.conversation_id and held.last_message_at > $2)
   ) update digest_watch w set due_at = held.last_message_at + interval '${minutes.untilMessageMissed} minutes'
     from held where w.conversation_id = held.id and held.last_message_at > $2`,
);

/** Puts down who has missed messages in conversations that are due; tells whether there may be more. */
async function collectSome(tx: Transaction, now: Date): Promise<boolean> {
  const rows = await tx.sql.rows(due, [now]);
  if (rows.length === 0) return false;
  const ids = rows.map((row) => row.conversation_id);
  const until = new Date(now.getTime() - minutes.untilMessageMissed * 60_000);
  await tx.sql.run(collect, [now, ids, until]);
  tx.defer(settle, [ids, until]);
  return rows.length === conversationsAtOnce;
}

/** Puts down who has missed messages, a few conversations in each transaction. */
export async function collectMissed(app: App, now: Date): Promise<void> {
  while (await transact({ app }, (tx) => collectSome(tx, now)));
}

const watch = statement(
  'notifications.watch-conversation',
  'insert into digest_watch (conversation_id, due_at) values ($1, $2) on conflict do nothing',
);

/** Has a conversation looked at later, for who has missed what was said just now. */
export function watchConversation(tx: Transaction, conversationId: string): void {
  const dueAt = new Date(tx.app.clock.now().getTime() + minutes.untilMessageMissed * 60_000);
  tx.defer(watch, [conversationId, dueAt]);
}
