import type { NotificationType } from '@rookery/contract';
import type { Transaction } from '../../kernel/app.ts';
import { newId } from '../../kernel/id.ts';
import { statement } from '../../kernel/sql.ts';
import { recordCreated, recordDeleted, recordUpdated } from './notifications.live.ts';

/** Something that somebody did and another should know of. */
export interface Deed {
  type: NotificationType;
  recipientId: string;
  actorId: string;
  /** What notifications of the type fold by: unread ones of one subject are one. */
  subjectId: string;
  postId?: string;
}

/**
 * NOTE: the row is locked before its actors are touched, here and wherever they are taken out, so that the count follows
 * them. Deeds of one actor upon one subject do not overlap: each comes with the change of a row of its own.
 */
const fold = statement<{ id: string }>(
  'notifications.fold',
  `with folded as (
     insert into notification as n (id, recipient_id, type, subject_id, post_id, actor_count, created_at)
     values ($1, $2, $3, $4, $5, 1, $6)
     on conflict (recipient_id, type, subject_id) where read_at is null do update set actor_count = n.actor_count + 1
       where not exists (select from notification_actor a where a.notification_id = n.id and a.actor_id = $7)
     returning n.id
   ) insert into notification_actor (notification_id, actor_id, id) select id, $7, $8 from folded returning notification_id as id`,
);

/** Tells the recipient, unless he did it himself. */
export async function notify(tx: Transaction, deed: Deed): Promise<void> {
  if (deed.actorId === deed.recipientId) return;
  const { recipientId, type, subjectId, postId = null, actorId } = deed;
  const values = [newId(), recipientId, type, subjectId, postId, tx.app.clock.now(), actorId, newId()];
  const row = await tx.sql.first(fold, values);
  if (row) recordCreated(tx, recipientId, row.id);
}

const takeBack = statement<{ id: string; gone: boolean }>(
  'notifications.take-back',
  `with target as (
     select n.id, n.actor_count from notification n
     where n.recipient_id = $1 and n.type = $2 and n.subject_id = $3
       and exists (select from notification_actor a where a.notification_id = n.id and a.actor_id = $4)
     order by n.id for update
   ), taken as (
     delete from notification_actor a using target t
     where a.notification_id = t.id and a.actor_id = $4 and t.actor_count > 1 returning a.notification_id
   ), lessened as (
     update notification n set actor_count = n.actor_count - 1 from taken where n.id = taken.notification_id returning n.id
   ), emptied as (
     delete from notification n using target t where n.id = t.id and t.actor_count = 1 returning n.id
   ) select id, false as gone from lessened union all select id, true as gone from emptied`,
);

/** Takes back what the recipient was told, since it was undone. */
export async function unnotify(tx: Transaction, deed: Deed): Promise<void> {
  const { recipientId, type, subjectId, actorId } = deed;
  if (actorId === recipientId) return;
  for (const { id, gone } of await tx.sql.rows(takeBack, [recipientId, type, subjectId, actorId])) {
    if (gone) recordDeleted(tx, recipientId, [id]);
    else recordUpdated(tx, recipientId, id);
  }
}

const dropOfPost = statement<{ id: string; recipient_id: string }>(
  'notifications.drop-of-post',
  `with target as (select id from notification where post_id = $1 order by id for update)
   delete from notification n using target where n.id = target.id returning n.id, n.recipient_id`,
);

/** Takes back everything that anybody was told about a post. */
export async function forgetPost(tx: Transaction, postId: string): Promise<void> {
  const rows = await tx.sql.rows(dropOfPost, [postId]);
  for (const [recipientId, group] of Map.groupBy(rows, (row) => row.recipient_id)) {
    recordDeleted(
      tx,
      recipientId,
      group.map(({ id }) => id),
    );
  }
}
