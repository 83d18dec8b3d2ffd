import type { Transaction } from '../../kernel/app.ts';
import { statement } from '../../kernel/sql.ts';

const dropState = statement('feeds.erase-state', 'delete from timeline_state where user_id = $1');
const dropEntries = statement('feeds.erase-timeline', 'delete from timeline_entry where user_id = $1');
const dropLarge = statement('feeds.erase-large', 'delete from large_author where profile_id = $1');

/** Deletes the timeline of somebody. NOTE: what he brought into those of others goes with his ties and posts. */
export async function eraseTimeline(tx: Transaction, userId: string): Promise<boolean> {
  let gone = 0;
  for (const statement of [dropState, dropEntries, dropLarge]) gone += await tx.sql.run(statement, [userId]);
  return gone > 0;
}
