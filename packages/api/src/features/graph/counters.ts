import type { Transaction } from '../../kernel/app.ts';
import { statement } from '../../kernel/sql.ts';

const move = statement(
  'graph.count',
  `update profile set follower_count = follower_count + $2, following_count = following_count + $3, friend_count = friend_count + $4
   where id = $1`,
);

type Move = [id: string, followers: number, following: number, friends: number];

/** Counts that a locked pair follows now, or no more. To be called before the event is emitted: see `move`. */
export function countFollow(tx: Transaction, pair: { followerId: string; followeeId: string }, by: 1 | -1): void {
  moveBoth(tx, [
    [pair.followerId, 0, by, 0],
    [pair.followeeId, by, 0, 0],
  ]);
}

/** Counts that a locked pair are friends now, or no more. */
export function countFriendship(tx: Transaction, [aId, bId]: readonly [string, string], by: 1 | -1): void {
  moveBoth(tx, [
    [aId, 0, 0, by],
    [bId, 0, 0, by],
  ]);
}

/**
 * NOTE: runs with the commit, so that a profile which many follow is locked as briefly as can be, in the order of ids
 * because of other pairs, and before what reactions defer: a post takes the same lock, so that either the post reaches
 * the new follower or what is brought into his timeline holds it.
 */
function moveBoth(tx: Transaction, moves: [Move, Move]): void {
  for (const one of moves.toSorted(([a], [b]) => (a < b ? -1 : 1))) tx.defer(move, one);
}
