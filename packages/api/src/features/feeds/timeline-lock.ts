import { advisoryLocks } from '../../kernel/advisory-locks.ts';
import type { Transaction } from '../../kernel/app.ts';
import { type Sql, statement } from '../../kernel/sql.ts';

const { timelines } = advisoryLocks;

const share = statement('feeds.share-timelines', `select pg_advisory_xact_lock_shared(${timelines})`);
const passBy = statement('feeds.pass-by', `select pg_advisory_xact_lock(${timelines})`);

const shareOne = statement(
  'feeds.share-timeline',
  `with own as (select user_id from timeline_state where user_id = $1 for no key update)
   select pg_advisory_xact_lock_shared(${timelines}), count(*) from own`,
);

/**
 * Comes before each change of timelines, with the commit. NOTE: a statement of its own, since what follows must see all that
 * was committed before it had the lock. Who begins to keep a timeline waits once for those who have it, and may then count on
 * it that whoever did not see his timeline has committed.
 */
export function lockTimelines(tx: Transaction): void {
  tx.defer(share, []);
}

/** The same before a change of one user's timeline, where changes of it wait for each other. */
export function lockTimeline(tx: Transaction, userId: string): void {
  tx.defer(shareOne, [userId]);
}

/** The same at once, in the transaction of a job. */
export async function lockTimelinesNow(sql: Sql): Promise<void> {
  await sql.rows(share, []);
}

/** Waits for the changes that are under way. */
export async function awaitChanges(sql: Sql): Promise<void> {
  await sql.rows(passBy, []);
}
