import type { Transaction } from '../../kernel/app.ts';
import { statement } from '../../kernel/sql.ts';

const eraseRows = statement('presence.erase', 'delete from presence where profile_id = $1');
const eraseSeen = statement('presence.erase-seen', 'delete from last_seen where profile_id = $1');

/** Forgets that and when somebody was there. */
export async function erasePresence(tx: Transaction, profileId: string): Promise<boolean> {
  const gone = await tx.sql.run(eraseRows, [profileId]);
  return gone + (await tx.sql.run(eraseSeen, [profileId])) > 0;
}
