import type { App, Transaction } from '../../kernel/app.ts';
import { statement } from '../../kernel/sql.ts';
import { transact } from '../../kernel/transaction.ts';
import { recordAllDeleted } from './notify.ts';

const atOnce = 200;
const dropSome = statement<{ id: string; recipient_id: string }>(
  'notifications.drop-of-group',
  `with target as (
     select id from notification where subject_id = $1 and type in ('group_invite', 'group_join_request') order by id limit ${atOnce} for update
   ) delete from notification n using target where n.id = target.id returning n.id, n.recipient_id`,
);

/** Takes back everything that anybody was told of a group that is gone, in chunks that commit one by one. */
export async function forgetGroup(app: App, groupId: string): Promise<void> {
  const next = async (tx: Transaction): Promise<number> => {
    const rows = await tx.sql.rows(dropSome, [groupId]);
    recordAllDeleted(tx, rows);
    return rows.length;
  };
  while ((await transact({ app }, next)) === atOnce);
}
