import type { ProfileViewer } from '@rookery/contract';
import type { Transaction } from '../../kernel/app.ts';
import { found, invalidInput } from '../../kernel/errors.ts';
import { newId } from '../../kernel/id.ts';
import { statement } from '../../kernel/sql.ts';
import { followed, followRequestClosed, unfollowed } from './graph.events.ts';
import { type StandingRow, standingColumns, toStanding } from './standing.ts';

/** Who follows, or wants to, and whom. */
export interface Pair {
  followerId: string;
  followeeId: string;
}

const lock = statement<{ id: string; is_private: boolean }>(
  'graph.lock-pair',
  'select id, is_private from profile where id in ($1, $2) order by id for no key update',
);

/**
 * Locks two profiles until the transaction ends, or refuses with `not_found`; tells whether the followee is private.
 * NOTE: whatever changes between two profiles does this first. The order by id keeps pairs that cross from a deadlock,
 * and each later statement sees all that others did to the pair.
 */
export async function lockPair(
  { sql }: Transaction,
  { followerId, followeeId }: Pair,
): Promise<{ isPrivate: boolean }> {
  const rows = await sql.rows(lock, [followerId, followeeId]);
  const followee = rows.find((row) => row.id === followeeId);
  if (rows.length !== 2) found(null);
  return { isPrivate: found(followee).is_private };
}

/** Refuses what nobody can do with himself. */
export function refuseSelf(viewerId: string, userId: string): void {
  if (viewerId === userId) throw invalidInput(['userId'], 'is your own');
}

/** Moves both counters of the pair ($1 follows $2) if a row of `changed` says so, in the same statement. */
function counting(changed: string, sign: '+' | '-'): string {
  return `update profile set
    follower_count = follower_count ${sign} (id = $2::uuid)::int,
    following_count = following_count ${sign} (id = $1::uuid)::int
    where id in ($1, $2) and exists (select from ${changed})`;
}

const insertFollow = statement<{ changed: boolean; closed_id: string | null }>(
  'graph.follow',
  `with made as (
     insert into follow (follower_id, followee_id, id) values ($1, $2, $3) on conflict do nothing returning id
   ), counted as (
     ${counting('made', '+')}
   ), closed as (
     delete from follow_request where follower_id = $1 and followee_id = $2 returning id
   ) select exists (select from made) as changed, (select id from closed) as closed_id`,
);

/** Makes a locked pair follow; a request that was pending is answered by it. */
export async function startFollow(tx: Transaction, pair: Pair): Promise<void> {
  const { changed, closed_id } = found(await tx.sql.first(insertFollow, [pair.followerId, pair.followeeId, newId()]));
  if (closed_id !== null) await tx.emit(followRequestClosed, { requestId: closed_id, ...pair });
  if (changed) await tx.emit(followed, pair);
}

const deleteFollow = statement<{ changed: boolean }>(
  'graph.unfollow',
  `with gone as (
     delete from follow where follower_id = $1 and followee_id = $2 returning id
   ), counted as (
     ${counting('gone', '-')}
   ) select exists (select from gone) as changed`,
);

/** Ends that a locked pair follows, if it does. */
export async function endFollow(tx: Transaction, pair: Pair): Promise<void> {
  const { changed } = found(await tx.sql.first(deleteFollow, [pair.followerId, pair.followeeId]));
  if (changed) await tx.emit(unfollowed, pair);
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
