import type { App } from '../../kernel/app.ts';
import { found } from '../../kernel/errors.ts';
import { statement } from '../../kernel/sql.ts';

const atOnce = 2000;

const addUp = statement<{ taken: number }>(
  'hashtags.add-up',
  `with taken as (
     delete from hashtag_change where id in (select id from hashtag_change order by id limit $1 for update skip locked)
     returning tag, delta, used_at
   ), summed as (
     select tag, sum(delta)::int as delta, max(used_at) as used_at from taken group by tag
   ), updated as (
     update hashtag h set post_count = greatest(h.post_count + s.delta, 0),
       last_used_at = case when s.delta > 0 then greatest(h.last_used_at, s.used_at) else h.last_used_at end
     from summed s where h.tag = s.tag returning h.tag
   ), made as (
     insert into hashtag (tag, post_count, last_used_at)
     select tag, greatest(delta, 0), used_at from summed where tag not in (select tag from updated)
   ) select count(*)::int as taken from taken`,
);

/** Takes the changes of counters, oldest first, into the counters. */
export async function addUpChanges({ sql }: App): Promise<void> {
  while (found(await sql.first(addUp, [atOnce])).taken === atOnce);
}
