import { advisoryLocks } from '../../kernel/advisory-locks.ts';
import type { App, Transaction } from '../../kernel/app.ts';
import { found } from '../../kernel/errors.ts';
import { statement } from '../../kernel/sql.ts';
import { transact } from '../../kernel/transaction.ts';

const atOnce = 2000;

const oneAtATime = statement('hashtags.one-at-a-time', `select pg_advisory_xact_lock(${advisoryLocks.hashtagCounts})`);

const addUp = statement<{ taken: number; unused: string[] }>(
  'hashtags.add-up',
  `with taken as (
     delete from hashtag_change where id in (select id from hashtag_change order by id limit $1)
     returning tag, delta, used_at
   ), summed as (
     select tag, sum(delta)::int as delta, max(used_at) as used_at from taken group by tag
   ), updated as (
     update hashtag h set post_count = greatest(h.post_count + s.delta, 0),
       last_used_at = case when s.delta > 0 then greatest(h.last_used_at, s.used_at) else h.last_used_at end
     from summed s where h.tag = s.tag returning h.tag, h.post_count
   ), made as (
     insert into hashtag (tag, post_count, last_used_at)
     select tag, delta, used_at from summed where delta > 0 and tag not in (select tag from updated)
   ) select count(*)::int as taken, array(select tag from updated where post_count = 0) as unused from taken`,
);

const dropUnused = statement(
  'hashtags.drop-unused',
  'delete from hashtag where tag = any($1::text[]) and post_count = 0',
);

/** Takes the changes of counters, oldest first, into the counters; forgets hashtags that no post carries any more. */
export async function addUpChanges(app: App): Promise<void> {
  for (let taken = atOnce; taken === atOnce; ) taken = await transact({ app }, addUpSome);
}

/** NOTE: one at a time, since of two at once the one might take a tag away before the other has counted it. */
async function addUpSome({ sql }: Transaction): Promise<number> {
  await sql.rows(oneAtATime, []);
  const { taken, unused } = found(await sql.first(addUp, [atOnce]));
  if (unused.length > 0) await sql.run(dropUnused, [unused]);
  return taken;
}
