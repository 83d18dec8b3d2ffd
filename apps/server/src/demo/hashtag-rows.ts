import { type Sql, statement, windowSlots } from '@rookery/api';

/** Of each size of slot those that the longest window of trends reaches. */
const slots = [...Map.groupBy(Object.values(windowSlots), ({ seconds }) => seconds)].map(([seconds, windows]) => ({
  seconds,
  slots: Math.max(...windows.map((window) => window.slots)),
}));

const used = statement(
  'demo.hashtags',
  `with made as (
     insert into post_hashtag (tag, post_id, author_id, counted)
     select distinct f ->> 'tag', p.id, p.author_id, p.visibility = 'public' and not a.is_private
     from post p join profile a on a.id = p.author_id cross join lateral jsonb_array_elements(p.facets) f
     where p.id between $1 and $2 and p.deleted_at is null and f ->> 'kind' = 'hashtag'
     on conflict do nothing returning *
   ), dated as materialized (
     select m.*, p.created_at, p.visibility from made m join post p on p.id = m.post_id
   ), counters as (
     insert into hashtag (tag, post_count, last_used_at)
     select tag, count(*), max(created_at) from dated where counted group by tag order by tag
     on conflict (tag) do update set post_count = hashtag.post_count + excluded.post_count,
       last_used_at = greatest(hashtag.last_used_at, excluded.last_used_at)
   ) insert into hashtag_use (seconds, slot, tag, author_id, posts)
     select s.seconds, floor(extract(epoch from created_at) / s.seconds)::int as slot, tag, author_id, count(*)
     from dated cross join jsonb_to_recordset($3::jsonb) as s(seconds int, slots int)
     where visibility = 'public' and created_at > $4::timestamptz - s.slots * s.seconds * interval '1 second'
     group by 1, 2, 3, 4 order by 1, 2, 3, 4
     on conflict (seconds, slot, tag, author_id) do update set posts = hashtag_use.posts + excluded.posts`,
);

/** Notes and counts the hashtags of posts whose ids lie between two, as far as that was not done before. */
export async function noteHashtags(sql: Sql, [first, last]: readonly [string, string], now: Date): Promise<void> {
  await sql.run(used, [first, last, JSON.stringify(slots), now]);
}
