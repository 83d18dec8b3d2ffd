import type { ProfileViewer } from '@rookery/contract';
import type { Transaction } from '../../kernel/app.ts';
import { found, invalidInput } from '../../kernel/errors.ts';
import { newId } from '../../kernel/id.ts';
import { statement } from '../../kernel/sql.ts';
import { countFollow } from './counters.ts';
import { followed, followRequestClosed, unfollowed } from './graph.events.ts';
import { type StandingRow, standingColumns, toStanding } from './standing.ts';
import { blocks, isShownTo } from './visibility.ts';

/** Who follows, or wants to, and whom. */
export interface Pair {
  followerId: string;
  followeeId: string;
}

/** What matters of the other one before anything is done. */
export interface Other {
  isPrivate: boolean;
  /** Blocked by the caller. */
  blocking: boolean;
  /** Has blocked the caller. */
  blocked: boolean;
}

const lock = statement(
  'graph.lock-pair',
  `select pg_advisory_xact_lock(hashtextextended(least($1::uuid, $2::uuid)::text || greatest($1::uuid, $2::uuid)::text, 0))`,
);

const selectOther = statement<{ id: string; is_private: boolean; blocking: boolean; blocked: boolean }>(
  'graph.other',
  `select p.id, p.is_private, ${blocks('v.id', 'p.id')} as blocking, ${blocks('p.id', 'v.id')} as blocked
   from profile v join profile p on p.id = $2 and ${isShownTo('p', '$1')} where v.id = $1 for key share of v, p`,
);

/** Locks a pair of profiles, be they there for each other or not. */
export async function lockPairOnly({ sql }: Transaction, aId: string, bId: string): Promise<void> {
  await sql.run(lock, [aId, bId]);
}

/**
 * Locks a pair of profiles until the transaction ends, or refuses with `not_found`.
 * NOTE: whatever changes between two profiles does this first, and once. It locks the pair and neither profile, so that
 * those who follow the same one do not wait for each other; each later statement sees all that others did to the pair.
 */
export async function lockPair({ sql }: Transaction, callerId: string, otherId: string): Promise<Other> {
  // NOTE: sent together, run one after the other: what the second sees is of after the first.
  const pair = [callerId, otherId];
  const [, other] = await Promise.all([sql.run(lock, pair), sql.first(selectOther, pair)]);
  const { is_private: isPrivate, blocking, blocked } = found(other?.id === otherId ? other : null);
  return { isPrivate, blocking, blocked };
}

/** Locks a pair as `lockPair` does; who has blocked the caller is nobody to him. */
export async function meet(tx: Transaction, callerId: string, otherId: string): Promise<Other> {
  const other = await lockPair(tx, callerId, otherId);
  return found(other.blocked ? null : other);
}

/** Refuses what nobody can do with himself. */
export function refuseSelf(viewerId: string, userId: string): void {
  if (viewerId === userId) throw invalidInput(['userId'], 'is your own');
}

/** Refuses to come closer to somebody whom the caller blocks. */
export function refuseBlocking({ blocking }: Other): void {
  if (blocking) throw invalidInput(['userId'], 'is blocked by you');
}

const insertFollow = statement<{ changed: boolean; closed_id: string | null }>(
  'graph.follow',
  `with made as (
     insert into follow (follower_id, followee_id, id) values ($1, $2, $3) on conflict do nothing returning id
   ), closed as (
     delete from follow_request where follower_id = $1 and followee_id = $2 returning id
   ) select exists (select from made) as changed, (select id from closed) as closed_id`,
);

/** Makes a locked pair follow; a request that was pending is answered by it. */
export async function startFollow(tx: Transaction, pair: Pair): Promise<void> {
  const { changed, closed_id } = found(await tx.sql.first(insertFollow, [pair.followerId, pair.followeeId, newId()]));
  if (closed_id !== null) await tx.emit(followRequestClosed, { requestId: closed_id, ...pair });
  if (!changed) return;
  countFollow(tx, pair, 1);
  await tx.emit(followed, pair);
}

const deleteFollow = statement('graph.unfollow', 'delete from follow where follower_id = $1 and followee_id = $2');

/** Ends that a locked pair follows, if it does. */
export async function endFollow(tx: Transaction, pair: Pair): Promise<void> {
  if ((await tx.sql.run(deleteFollow, [pair.followerId, pair.followeeId])) === 0) return;
  countFollow(tx, pair, -1);
  await tx.emit(unfollowed, pair);
}

const deleteRequest = statement<{ id: string }>(
  'graph.close-request',
  'delete from follow_request where follower_id = $1 and followee_id = $2 returning id',
);

/** Takes the pending request of a locked pair away, if there is one. */
export async function closeRequest(tx: Transaction, pair: Pair): Promise<void> {
  const row = await tx.sql.first(deleteRequest, [pair.followerId, pair.followeeId]);
  if (row) await tx.emit(followRequestClosed, { requestId: row.id, ...pair });
}

const selectStanding = statement<StandingRow>(
  'graph.standing',
  `select ${standingColumns('p', '$2')} from profile p where p.id = $1`,
);

/** How a viewer stands to a profile now. */
export async function standingTo({ sql }: Transaction, userId: string, viewerId: string): Promise<ProfileViewer> {
  return toStanding(found(await sql.first(selectStanding, [userId, viewerId])));
}
