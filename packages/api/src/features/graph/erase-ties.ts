import type { Transaction } from '../../kernel/app.ts';
import { statement } from '../../kernel/sql.ts';
import { cutTies } from './block-user.ts';
import { lockPairOnly } from './pair.ts';

const tiesAtOnce = 50;

const sides = [
  ['follow', 'follower_id', 'followee_id'],
  ['follow', 'followee_id', 'follower_id'],
  ['follow_request', 'follower_id', 'followee_id'],
  ['follow_request', 'followee_id', 'follower_id'],
  ['friend_request', 'sender_id', 'receiver_id'],
  ['friend_request', 'receiver_id', 'sender_id'],
  ['friendship', 'profile_id', 'friend_id'],
  ['block', 'blocker_id', 'blocked_id'],
  ['block', 'blocked_id', 'blocker_id'],
  ['mute', 'muter_id', 'muted_id'],
  ['mute', 'muted_id', 'muter_id'],
] as const;

const selectOthers = statement<{ id: string }>(
  'graph.tied',
  `select id from (${sides
    .map(([table, own, other]) => `(select ${other} as id from ${table} where ${own} = $1 limit ${tiesAtOnce})`)
    .join(' union ')}) tied order by id limit ${tiesAtOnce}`,
);

// NOTE: requests that were answered long ago, and blocks and mutes of either side, are what cutting ties leaves.
const dropRest = statement(
  'graph.erase-rest',
  `with requests as (
     delete from friend_request where (sender_id = $1 and receiver_id = $2) or (sender_id = $2 and receiver_id = $1)
   ), blocks as (
     delete from block where (blocker_id = $1 and blocked_id = $2) or (blocker_id = $2 and blocked_id = $1)
   ) delete from mute where (muter_id = $1 and muted_id = $2) or (muter_id = $2 and muted_id = $1)`,
);

// NOTE: the place in the list stays, since walks through it go by places.
const leaveLists = statement(
  'graph.leave-suggestion-lists',
  `update suggestion_list set ids = array_replace(ids, $1::uuid, '00000000-0000-0000-0000-000000000000') where $1::uuid = any(ids)`,
);
const dropLists = statement('graph.erase-suggestion-lists', 'delete from suggestion_list where viewer_id = $1');
const dropPopular = statement('graph.erase-popular', 'delete from popular_profile where profile_id = $1');

/** Ends all that ties somebody to others, as if each had been ended by itself. */
export async function eraseTies(tx: Transaction, profileId: string): Promise<boolean> {
  const others = await tx.sql.rows(selectOthers, [profileId]);
  for (const { id } of others) {
    await lockPairOnly(tx, profileId, id);
    await cutTies(tx, profileId, id);
    await tx.sql.run(dropRest, [profileId, id]);
  }
  if (others.length > 0) return true;
  let gone = 0;
  for (const statement of [leaveLists, dropLists, dropPopular]) gone += await tx.sql.run(statement, [profileId]);
  return gone > 0;
}
