import type { Transaction } from '../../../kernel/app.ts';
import { statement } from '../../../kernel/sql.ts';

const rowsAtOnce = 1000;

const drop = (name: string, table: 'digest_item' | 'digest_pair', whose: 'recipient_id' | 'actor_id') =>
  statement(
    name,
    `delete from ${table} where ctid = any(array(select ctid from ${table} where ${whose} = $1 limit ${rowsAtOnce}))`,
  );

const drops = [
  drop('notifications.erase-items', 'digest_item', 'recipient_id'),
  drop('notifications.erase-items-about', 'digest_item', 'actor_id'),
  drop('notifications.erase-pairs', 'digest_pair', 'recipient_id'),
  drop('notifications.erase-pairs-about', 'digest_pair', 'actor_id'),
  statement('notifications.erase-digest', 'delete from digest where recipient_id = $1'),
  statement('notifications.erase-settings', 'delete from notification_setting where profile_id = $1'),
];

/** Deletes what waited to be mailed to somebody or about him, what was, and what he has set. */
export async function eraseDigests(tx: Transaction, profileId: string): Promise<boolean> {
  let gone = 0;
  for (const one of drops) gone += await tx.sql.run(one, [profileId]);
  return gone > 0;
}
