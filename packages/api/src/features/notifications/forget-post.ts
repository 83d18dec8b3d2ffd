import type { Transaction } from '../../kernel/app.ts';
import { statement } from '../../kernel/sql.ts';
import { transact } from '../../kernel/transaction.ts';
import { recordAllDeleted } from './notify.ts';

const atOnce = 200;
/** A notification of more actors loses them first. */
const fewActors = 100;
const actorsAtOnce = 5000;

const dropSome = statement<{ id: string; recipient_id: string }>(
  'notifications.drop-of-post',
  `with few as (
     select id from notification where post_id = $1 and actor_count <= ${fewActors} limit ${atOnce}
   ), target as (
     select n.id from notification n join few using (id) order by n.id for update of n
   ) delete from notification n using target where n.id = target.id returning n.id, n.recipient_id`,
);

const dropActors = statement(
  'notifications.drop-actors-of-post',
  `with target as (
     select id from notification where post_id = $1 and actor_count > ${fewActors} limit 1 for update
   ), gone as (
     delete from notification_actor where (notification_id, actor_id) in (
       select a.notification_id, a.actor_id from notification_actor a join target t on t.id = a.notification_id limit ${actorsAtOnce}
     ) returning 1
   ), lost as (
     select count(*)::int as actors from gone
   ) update notification n set actor_count = case when lost.actors < ${actorsAtOnce} then 0 else n.actor_count - lost.actors end
     from target t, lost where n.id = t.id`,
);

const selectLeft = statement('notifications.left-of-post', 'select from notification where post_id = $1 limit 1');

/** Takes some of what was told about a post back; tells whether more is left. */
export async function forgetSomeOfPost(tx: Transaction, postId: string): Promise<boolean> {
  recordAllDeleted(tx, await tx.sql.rows(dropSome, [postId]));
  return (await tx.sql.first(selectLeft, [postId])) !== null;
}

/** Takes back everything that anybody was told about a post, in chunks that commit one by one. */
export async function forgetPost(app: Transaction['app'], postId: string): Promise<void> {
  const next = async (tx: Transaction): Promise<boolean> => {
    await tx.sql.run(dropActors, [postId]);
    return forgetSomeOfPost(tx, postId);
  };
  while (await transact({ app }, next));
}
