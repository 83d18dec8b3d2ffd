import type { App } from '../../kernel/app.ts';
import { statement } from '../../kernel/sql.ts';
import { sweep } from '../../kernel/sweep.ts';
import { isCounted } from './counted.ts';

/** Flips rows that are counted and should not be, or the other way round, and the counters with them. */
const settle = (name: string, condition: string, limit: string) =>
  statement(
    name,
    `with wrong as (
       select h.tag, h.post_id, p.created_at from post_hashtag h join post p on p.id = h.post_id join profile a on a.id = p.author_id
       where ${condition} and h.counted <> ${isCounted('p', 'a')} order by h.tag, h.post_id ${limit} for no key update of h
     ), flipped as (
       update post_hashtag h set counted = not h.counted from wrong where h.tag = wrong.tag and h.post_id = wrong.post_id
       returning h.tag, h.counted, wrong.created_at
     ) insert into hashtag_change (tag, delta, used_at) select tag, case when counted then 1 else -1 end, created_at from flipped`,
  );

const settleAuthor = settle('hashtags.settle-author', 'h.author_id = $1', 'limit $2');
const settleTags = settle('hashtags.settle-tags', 'h.tag > $1 and h.tag <= $2', '');

/** Counts the posts of an author as they should be, a chunk at a time. */
export async function recountPostsOf({ sql }: App, authorId: string): Promise<void> {
  await sweep(sql, settleAuthor, [authorId]);
}

const nextTags = statement<{ tag: string }>(
  'hashtags.next-tags',
  `select tag from (
     (select distinct tag from post_hashtag where tag > $1 order by tag limit $2)
     union (select tag from hashtag where tag > $1 order by tag limit $2)
   ) known order by tag limit $2`,
);

// NOTE: one statement sees one moment, in which rows, counter and what the counter does not hold yet belong together.
const repair = statement<{ tag: string; delta: number }>(
  'hashtags.repair',
  `insert into hashtag_change (tag, delta, used_at)
   select tag, counted - stored, now() from (
     select tag, sum(counted)::int as counted, sum(stored)::int as stored from (
       select tag, count(*) as counted, 0 as stored from post_hashtag where tag > $1 and tag <= $2 and counted group by tag
       union all select tag, 0, post_count from hashtag where tag > $1 and tag <= $2
       union all select tag, 0, delta from hashtag_change where tag > $1 and tag <= $2
     ) every group by tag
   ) sums where counted <> stored returning tag, delta`,
);

const chunk = 500;

/** Walks all hashtags in chunks; reports a counter that drifted, and repairs it. */
export async function recountTags(app: App): Promise<void> {
  for (let after: string | null = ''; after !== null; ) after = await recountChunk(app, after);
  app.recounts.finished('hashtags');
}

async function recountChunk(app: App, after: string): Promise<string | null> {
  const tags = await app.sql.rows(nextTags, [after, chunk]);
  const last = tags.at(-1)?.tag;
  if (last === undefined) return null;
  await app.sql.run(settleTags, [after, last]);
  const drifted = await app.sql.rows(repair, [after, last]);
  for (const { tag, delta } of drifted) app.log.warn({ tag, delta }, 'a counter of a hashtag drifted');
  if (drifted.length > 0) app.recounts.drifted('hashtag.post_count', drifted.length);
  return last;
}
