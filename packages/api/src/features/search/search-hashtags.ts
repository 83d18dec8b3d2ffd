import type { HashtagPage, SearchInput } from '@rookery/contract';
import { z } from 'zod';
import type { Call } from '../../kernel/context.ts';
import { cutPage, defineCursor, pageWith } from '../../kernel/cursor.ts';
import { firstRows, statement } from '../../kernel/sql.ts';
import { type HashtagRow, hashtagColumns, toHashtagView } from '../hashtags/index.ts';
import { mayReadPost } from '../posts/index.ts';

/** How many are taken for candidates; a search shows these and then ends. */
const most = { named: 200, alike: 100, untilAlike: 20 };

/** SQL condition: of the latest posts with a tag there is one that the viewer may see, so that the tag hints at nothing. */
const isMet = `exists (select from (select post_id from post_hashtag where tag = ranked.tag order by post_id desc limit 50) latest
  join post p on p.id = latest.post_id join profile a on a.id = p.author_id where ${mayReadPost('p', 'a', '$1::uuid')} offset 0)`;

const find = statement<HashtagRow & { rank: number }>(
  'search.hashtags',
  `with named as materialized (
     (select tag from hashtag where tag like $2 and post_count > 0 order by post_count desc, tag limit ${most.named})
     union (select distinct tag from hashtag_change where tag like $2 limit ${most.named})
   ), alike as materialized (
     select tag from (
       with matched as materialized (select tag from hashtag where tag % $6 and post_count > 0) select * from matched
     ) h where (select count(*) from named) < ${most.untilAlike} order by similarity(tag, $6) desc, tag limit ${most.alike}
   ), counted as materialized (
     select ${hashtagColumns('h.tag', '$1')} from (select tag from named union select tag from alike) h
   ), ranked as materialized (
     select *, case when tag = $6 then 2000 when tag like $2 then 1000 + name_popularity(post_count)
       else (100 * similarity(tag, $6))::int end as rank
     from counted where post_count > 0
   ) ${firstRows(`select * from ranked where (-rank, tag) > (-$3::int, $4) and ${isMet} order by -rank, tag`, '$5')}`,
);

const cursor = defineCursor('search.hashtags', z.tuple([z.int(), z.string()]));
const beforeFirst = [10_000, ''] as const;

/** Hashtags that begin like the query, the most used first; when those are few, others like it. */
export async function searchHashtags({ ctx, input }: Call<SearchInput>): Promise<HashtagPage> {
  const viewerId = ctx.viewer?.id ?? null;
  const tag = tagIn(input.query);
  if (tag === '') return pageWith([], null);
  const [rankBelow, tagAfter] = cursor.decode(input.cursor) ?? beforeFirst;
  const values = [viewerId, `${tag.replace(/[\\%_]/g, '\\$&')}%`, rankBelow, tagAfter, input.limit + 1, tag];
  const page = cutPage(await ctx.app.sql.rows(find, values), input.limit, (row) => cursor.encode([row.rank, row.tag]));
  return pageWith(page.rows.map(toHashtagView), page.nextCursor);
}

/** NOTE: the same folding as that of the tags in texts. */
function tagIn(query: string): string {
  return query
    .replace(/^[#＃]/, '')
    .normalize('NFKC')
    .toLowerCase()
    .trim();
}
