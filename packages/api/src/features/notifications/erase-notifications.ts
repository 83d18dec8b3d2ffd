import type { Transaction } from '../../kernel/app.ts';
import { statement } from '../../kernel/sql.ts';
import { recordTakenBack, takingBack } from './notify.ts';

const rowsAtOnce = 500;

const dropReceived = statement(
  'notifications.erase-received',
  `with target as (select id from notification where recipient_id = $1 order by id limit ${rowsAtOnce} for update)
   delete from notification n using target t where n.id = t.id`,
);

const takeBackAll = takingBack(
  'notifications.erase-done',
  `select n.id, n.actor_count, a.actor_id from notification_actor a join notification n on n.id = a.notification_id
   where a.actor_id = $1 and a.notification_id in (
     select notification_id from notification_actor where actor_id = $1 order by notification_id limit ${rowsAtOnce})`,
);

/** Deletes what somebody was told, and takes back what others were told of him. */
export async function eraseNotifications(tx: Transaction, profileId: string): Promise<boolean> {
  if ((await tx.sql.run(dropReceived, [profileId])) > 0) return true;
  const rows = await tx.sql.rows(takeBackAll, [profileId]);
  recordTakenBack(tx, rows);
  return rows.length > 0;
}
