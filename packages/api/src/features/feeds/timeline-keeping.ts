import type { App } from '../../kernel/app.ts';
import { type Sql, statement } from '../../kernel/sql.ts';
import { timelineCap } from './timeline-rules.ts';

const hourMs = 3_600_000;
const keptMs = 30 * 24 * hourMs;

const touch = statement('feeds.touch', 'update timeline_state set seen_at = $2 where user_id = $1 and seen_at < $3');

/** Notes that somebody looks at his timeline, unless that was noted within the hour. */
export async function touchTimeline(app: App, userId: string, seenMs: number): Promise<void> {
  const now = app.clock.now();
  const hourAgo = new Date(now.getTime() - hourMs);
  if (seenMs < hourAgo.getTime()) await app.sql.run(touch, [userId, now, hourAgo]);
}

const dropIdle = statement<{ n: number }>(
  'feeds.drop-idle',
  `with idle as (
     select user_id from timeline_state where seen_at < $1 order by seen_at limit $2 for update skip locked
   ), entries as (
     delete from timeline_entry e using idle where e.user_id = idle.user_id
   ), states as (
     delete from timeline_state s using idle where s.user_id = idle.user_id
   ) select count(*)::int as n from idle`,
);

/** Drops some timelines that nobody has looked at for 30 days; returns whether there may be more. */
export async function dropIdleTimelines({ sql, clock }: Pick<App, 'sql' | 'clock'>, size: number): Promise<boolean> {
  const before = new Date(clock.now().getTime() - keptMs);
  return (await sql.first(dropIdle, [before, size]))?.n === size;
}

const trim = statement(
  'feeds.trim',
  `delete from timeline_entry e using (
     select user_id, (array_agg(sort_id order by sort_id desc))[${timelineCap}] as last from timeline_entry
     where user_id > $1 and user_id <= $2 group by user_id having count(*) > ${timelineCap}
   ) long where e.user_id = long.user_id and e.sort_id < long.last`,
);

const nextUsers = statement<{ last: string | null }>(
  'feeds.trim-range',
  `select (array_agg(user_id order by user_id desc))[1] as last
   from (select user_id from timeline_state where user_id > $1 order by user_id limit $2) chunk`,
);

/** Cuts the timelines of the next users to the cap; returns where to go on, or null at the end. */
export async function trimTimelines(sql: Sql, after: string, size: number): Promise<string | null> {
  const last = (await sql.first(nextUsers, [after, size]))?.last ?? null;
  if (last !== null) await sql.run(trim, [after, last]);
  return last;
}
