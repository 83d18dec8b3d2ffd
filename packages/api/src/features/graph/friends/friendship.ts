import type { Transaction } from '../../../kernel/app.ts';
import { newId } from '../../../kernel/id.ts';
import { statement } from '../../../kernel/sql.ts';
import { countFriendship } from '../counters.ts';
import { friended, unfriended } from '../graph.events.ts';

const insertFriendship = statement(
  'graph.befriend',
  `insert into friendship (profile_id, friend_id, id) values ($1, $2, $3), ($2, $1, $4) on conflict do nothing`,
);

/** Makes a locked pair friends, if they are not. */
export async function startFriendship(tx: Transaction, aId: string, bId: string): Promise<void> {
  if ((await tx.sql.run(insertFriendship, [aId, bId, newId(), newId()])) === 0) return;
  countFriendship(tx, [aId, bId], 1);
  await tx.emit(friended, { aId, bId });
}

const deleteFriendship = statement(
  'graph.unfriend',
  'delete from friendship where (profile_id = $1 and friend_id = $2) or (profile_id = $2 and friend_id = $1)',
);

/** Ends that a locked pair are friends, if they are. */
export async function endFriendship(tx: Transaction, aId: string, bId: string): Promise<void> {
  if ((await tx.sql.run(deleteFriendship, [aId, bId])) === 0) return;
  countFriendship(tx, [aId, bId], -1);
  await tx.emit(unfriended, { aId, bId });
}

const selectFriendship = statement(
  'graph.are-friends',
  'select 1 from friendship where profile_id = $1 and friend_id = $2',
);

/** Whether a locked pair are friends. */
export async function areFriends(tx: Transaction, aId: string, bId: string): Promise<boolean> {
  return (await tx.sql.first(selectFriendship, [aId, bId])) !== null;
}
