import type { NotificationType } from '@rookery/contract';
import type { Transaction } from '../../kernel/app.ts';
import { newId } from '../../kernel/id.ts';
import { type Statement, statement } from '../../kernel/sql.ts';
import { isMailed, itemsOfFolded } from './digests/digest-items.ts';
import { recordCreated, recordDeleted, recordUpdated } from './notifications.live.ts';
import { hears, joinSetting, tellsOf } from './settings/setting-rules.ts';

/** Something that happened and others should know of. */
export interface Deed {
  type: NotificationType;
  recipientId: string;
  /** Who did it; null where nobody did, as when a poll ends. */
  actorId: string | null;
  /** What notifications of the type fold by: unread ones of one subject are one. */
  subjectId: string;
  postId?: string;
  conversationId?: string;
  groupId?: string;
}

/** A deed that several are told of. */
export interface SharedDeed extends Omit<Deed, 'recipientId'> {
  recipientIds: readonly string[];
}

/**
 * NOTE: the row is locked before its actors are touched, here and wherever they are taken out, so that the count follows
 * them. Deeds of one actor upon one subject do not overlap: each comes with the change of a row of its own.
 */
const foldBy = (name: string, more: string) =>
  statement<{ id: string; recipient_id: string }>(
    name,
    `with told as (
       select w.* from unnest($1::uuid[], $2::uuid[], $8::uuid[]) as w(id, recipient_id, actor_row)
       ${joinSetting('w.recipient_id', '$3')}
       where coalesce(setting.in_app, true) and ${tellsOf('w.recipient_id', '$7::uuid')} and ($7::uuid is null or ${hears('w.recipient_id', '$7::uuid')})
     ), folded as (
       insert into notification as n (id, recipient_id, type, subject_id, post_id, actor_count, created_at, conversation_id, group_id)
       select id, recipient_id, $3, $4, $5, ($7::uuid is not null)::int, $6, $9, $10 from told order by recipient_id
       on conflict (recipient_id, type, subject_id) where read_at is null do update set actor_count = n.actor_count + 1
         where $7::uuid is not null and not exists (select from notification_actor a where a.notification_id = n.id and a.actor_id = $7)
       returning n.id, n.recipient_id
     ), actors as (
       insert into notification_actor (notification_id, actor_id, id)
       select f.id, $7, t.actor_row from folded f join told t using (recipient_id) where $7::uuid is not null
     )${more} select id, recipient_id from folded`,
  );

const fold = foldBy('notifications.fold', '');
const foldToMail = foldBy('notifications.fold-to-mail', `, items as (${itemsOfFolded})`);

/** Tells the recipient, unless he did it himself, wants to hear nothing of it or of the actor, or is apart from him by a block. */
export async function notify(tx: Transaction, { recipientId, ...deed }: Deed): Promise<void> {
  await notifyAll(tx, { ...deed, recipientIds: [recipientId] });
}

/** Tells each recipient as `notify` does; names each at most once. */
export async function notifyAll(tx: Transaction, deed: SharedDeed): Promise<void> {
  const { type, subjectId, postId = null, conversationId = null, groupId = null, actorId } = deed;
  const recipientIds = deed.recipientIds.filter((id) => id !== actorId);
  if (recipientIds.length === 0) return;
  const ids = recipientIds.map(newId);
  const actorRows = recipientIds.map(newId);
  const about = [conversationId, groupId];
  const values = [ids, recipientIds, type, subjectId, postId, tx.app.clock.now(), actorId, actorRows, ...about];
  const rows = await tx.sql.rows(isMailed(type) && actorId !== null ? foldToMail : fold, values);
  for (const { id, recipient_id } of rows) recordCreated(tx, recipient_id, id);
}

/** Takes an actor out of the notifications of `target`, which are locked, and those of whom none is left away. */
export const takingBack = (name: string, target: string): Statement<TakenBack> =>
  statement(
    name,
    `with target as (${target} order by n.id for update of n), taken as (
       delete from notification_actor a using target t
       where a.notification_id = t.id and a.actor_id = t.actor_id and t.actor_count > 1 returning a.notification_id
     ), lessened as (
       update notification n set actor_count = n.actor_count - 1 from taken where n.id = taken.notification_id returning n.id, n.recipient_id
     ), emptied as (
       delete from notification n using target t where n.id = t.id and t.actor_count = 1 returning n.id, n.recipient_id
     ) select id, recipient_id, false as gone from lessened union all select id, recipient_id, true as gone from emptied`,
  );

interface TakenBack {
  id: string;
  recipient_id: string;
  gone: boolean;
}

const takeBack = takingBack(
  'notifications.take-back',
  `select n.id, n.actor_count, a.actor_id from notification n join notification_actor a on a.notification_id = n.id and a.actor_id = $4
   where n.recipient_id = $1 and n.type = $2 and n.subject_id = $3`,
);

/** Takes back what the recipient was told, since it was undone. */
export async function unnotify(tx: Transaction, deed: Deed): Promise<void> {
  const { recipientId, type, subjectId, actorId } = deed;
  if (actorId === recipientId) return;
  recordTakenBack(tx, await tx.sql.rows(takeBack, [recipientId, type, subjectId, actorId]));
}

const dropSubject = statement<{ id: string; recipient_id: string }>(
  'notifications.drop-subject',
  `with target as (
     select id from notification where recipient_id = $1 and type = $2 and subject_id = $3 order by id for update
   ) delete from notification n using target where n.id = target.id returning n.id, n.recipient_id`,
);

/** Takes back all that the recipient was told of a subject, whoever did it. */
export async function unnotifySubject(
  tx: Transaction,
  { recipientId, type, subjectId }: Pick<Deed, 'recipientId' | 'type' | 'subjectId'>,
): Promise<void> {
  recordAllDeleted(tx, await tx.sql.rows(dropSubject, [recipientId, type, subjectId]));
}

const takeApart = takingBack(
  'notifications.take-apart',
  `select n.id, n.actor_count, a.actor_id from notification_actor a join notification n on n.id = a.notification_id
   where (a.actor_id = $1 and n.recipient_id = $2) or (a.actor_id = $2 and n.recipient_id = $1)`,
);

/** Takes back all that two were told of each other. */
export async function unnotifyPair(tx: Transaction, oneId: string, otherId: string): Promise<void> {
  recordTakenBack(tx, await tx.sql.rows(takeApart, [oneId, otherId]));
}

/** Tells the recipients of what was taken back. */
export function recordTakenBack(tx: Transaction, rows: readonly TakenBack[]): void {
  const [gone, lessened] = [rows.filter((row) => row.gone), rows.filter((row) => !row.gone)];
  recordAllDeleted(tx, gone);
  for (const { id, recipient_id } of lessened) recordUpdated(tx, recipient_id, id);
}

/** Tells the recipients of notifications that are gone. NOTE: an event for each recipient, not for each notification. */
export function recordAllDeleted(tx: Transaction, rows: readonly { id: string; recipient_id: string }[]): void {
  for (const [recipientId, group] of Map.groupBy(rows, (row) => row.recipient_id)) {
    recordDeleted(
      tx,
      recipientId,
      group.map(({ id }) => id),
    );
  }
}
