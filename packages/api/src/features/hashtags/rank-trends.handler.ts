import { TrendWindow } from '@rookery/contract';
import type { App, Transaction } from '../../kernel/app.ts';
import { newId } from '../../kernel/id.ts';
import { statement } from '../../kernel/sql.ts';
import { sweep } from '../../kernel/sweep.ts';
import { transact } from '../../kernel/transaction.ts';
import { slotAt, slotSizes, sparklineParts, windowSlots } from './trend-window.ts';

/** Fewer people do not make a trend, however much they write. */
const fewestPeople = 2;

const keptRanks = 500;

/** Of so many tags at the most it is counted exactly how many people use them. */
const likelyTags = 1500;

/** How long a ranking that has been followed by another can still be paged through. */
const keptMs = 10 * 60_000;

/** A ranking that takes long is made less often, so that all of them take this part of the time at the most. */
const shareOfTime = 1 / 30;

const latest = statement<{ due_ms: number }>(
  'hashtags.latest-ranking',
  `select extract(epoch from computed_at)::float8 * 1000 + took_ms * $2::float8 as due_ms
   from hashtag_ranking where span = $1 order by id desc limit 1`,
);
const addRanking = statement(
  'hashtags.add-ranking',
  'insert into hashtag_ranking (id, span, computed_at, took_ms) values ($1, $2, $3, 0)',
);
const noteTime = statement('hashtags.note-time', 'update hashtag_ranking set took_ms = $2 where id = $1');
const dropRankings = statement(
  'hashtags.drop-rankings',
  `delete from hashtag_ranking r where span = $1
   and exists (select from hashtag_ranking later where later.span = $1 and later.id > r.id and later.computed_at < $2)`,
);
const dropUses = statement(
  'hashtags.drop-uses',
  `delete from hashtag_use where (seconds, slot, tag, author_id) in (
     select seconds, slot, tag, author_id from hashtag_use where seconds = $1 and slot <= $2 limit $3)`,
);

const inWindow = 'seconds = $2 and slot > $3::int - $4::int and slot <= $3 and posts > 0';

/** SQL: what a use in a slot weighs, which halves with each third of the window. */
const weightOf = (slot: string) => `power(0.5::float8, ($3::int - ${slot}) * 3::float8 / $4::int)`;

// NOTE: an author counts once, by his newest use. That is found out for those tags alone that may come high: no tag weighs more than
// all of its uses together, nor more than its authors are, whom 64 bits count nearly enough.
const rank = `
with rough as (
  select tag, sum(${weightOf('slot')}) as most, bit_count(bit_or(1::bigint << (uuid_hash(author_id) & 63))::bit(64)) as bits
  from hashtag_use where ${inWindow} group by tag
), likely as (
  select tag from rough order by least(most, case when bits < 64 then -64 * ln(1 - bits / 64::float8) else most end) desc, tag limit $8
), used as materialized (
  select tag, author_id, slot, posts from hashtag_use join likely using (tag) where ${inWindow}
), person as (
  select tag, author_id, max(slot) as newest from used group by tag, author_id
), best as (
  select row_number() over (order by sum(${weightOf('newest')}) desc, count(*) desc, tag)::int as rank, tag, count(*)::int as people
  from person join profile a on a.id = author_id and not a.is_private and a.hidden_at is null group by tag having count(*) >= $5 order by 1 limit $6
), parts as (
  select tag, (slot - ($3 - $4 + 1)) / ($4 / $7::int) as part, sum(posts)::int as posts
  from used join best using (tag) join profile a on a.id = author_id and not a.is_private and a.hidden_at is null group by 1, 2
), lines as (
  select tag, sum(posts)::int as posts, array_agg(posts order by part) as counts, array_agg(part order by part) as places from parts group by tag
)
insert into hashtag_trend (ranking_id, rank, tag, posts, people, sparkline)
select $1, rank, tag, posts, people,
  array(select coalesce(counts[array_position(places, part)], 0) from generate_series(0, $7 - 1) part order by part)
from best join lines using (tag)`;

// NOTE: raw text is planned for its values, but how many rows the steps give nobody can know: loops that suit few take hours for many.
const howToRank = `select set_config('enable_nestloop', 'off', true), set_config('jit', 'off', true),
  set_config('work_mem', '64MB', true), set_config('statement_timeout', '120s', true)`;

/** Ranks the hashtags of each window whose ranking is due, and forgets what no window reaches any more. */
export async function rankDueTrends(app: App): Promise<void> {
  for (const span of TrendWindow.options) {
    const last = await app.sql.first(latest, [span, 1 / shareOfTime]);
    if (last === null || last.due_ms <= app.clock.now().getTime()) await rankTrendsOf(app, span);
  }
  const now = app.clock.now();
  for (const seconds of slotSizes) await sweep(app.sql, dropUses, [seconds, slotAt(now, seconds) - longest(seconds)]);
}

function longest(seconds: number): number {
  const ofSize = Object.values(windowSlots).filter((window) => window.seconds === seconds);
  return Math.max(...ofSize.map(({ slots }) => slots));
}

/** Makes a new ranking of a window. */
export async function rankTrendsOf(app: App, span: TrendWindow): Promise<void> {
  const now = app.clock.now();
  const id = newId();
  const startedAt = performance.now();
  await transact({ app }, async (tx) => {
    await tx.sql.run(addRanking, [id, span, now]);
    await fill(tx, id, { span, now });
    await tx.sql.run(noteTime, [id, Math.ceil(performance.now() - startedAt)]);
    await tx.sql.run(dropRankings, [span, new Date(now.getTime() - keptMs)]);
  });
}

async function fill({ sql }: Transaction, id: string, { span, now }: { span: TrendWindow; now: Date }): Promise<void> {
  const { seconds, slots } = windowSlots[span];
  await sql.raw(howToRank);
  await sql.raw(rank, [id, seconds, slotAt(now, seconds), slots, fewestPeople, keptRanks, sparklineParts, likelyTags]);
}
