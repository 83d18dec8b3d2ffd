import { type Sql, statement } from '@rookery/api';
import { noteHashtags } from '../hashtag-rows.ts';
import { deedId, personId, postId, postMs } from './ids.ts';
import type { Crowd } from './people.ts';
import type { vocabulary } from './words.ts';

/** Posts come in blocks that are alike: of a hundred in a row ten are replies, one is a quote, three are reposted. */
const block = 100;
/** Of so many newest posts three in four are liked, of older ones one in ten. */
const likedLately = 200_000;

const inBlock = (value: string) => `case when m - m % ${block} + ${block} <= $3::int then ${value} end`;
const place = `m % ${block}`;
const parent =
  inBlock(`case when ${place} between 90 and 94 then m - ${place} when ${place} between 95 and 97 then m - 1
  when ${place} = 98 then m - 88 when ${place} = 99 then m - 79 end`);
const root = inBlock(
  `case when ${place} between 90 and 97 then m - ${place} when ${place} = 98 then m - 88 when ${place} = 99 then m - 79 end`,
);
const replyCount = inBlock(`case when ${place} = 0 then 5 when ${place} in (10, 20, 94, 95, 96) then 1 end`);
const quoted = inBlock(`case when ${place} = 50 then m - 25 end`);
const quoteCount = inBlock(`case when ${place} = 25 then 1 end`);
const repostCount = `least($2::int - 1, coalesce(${inBlock(`case when ${place} in (3, 33) then 3 when ${place} = 63 then 10 end`)}, 0))`;
const likeCount = `least($2::int - 1, case when m % 10000 = 5000 then 200 when m >= $3::int - ${likedLately} then m % 4 else (m % 10 = 0)::int end)`;

const author = personId('(m % $2::int)');
/** Somebody other than the author, and another one for each number from 1. */
const other = personId('((m + j) % $2::int)');
const numbers = 'generate_series($4::int, $5::int - 1) m';
const idOrNull = (number: string) => `case when ${number} is not null then ${postId(`(${number})`)} end`;

const chosen = (words: string, chance: string) => `1 + (chance / ${chance}) % cardinality(${words})`;

// NOTE: the positions of a vector go on after those of the one before, as those of words in a text do.
const insertPosts = statement(
  'load.posts',
  `with number as materialized (
     select m, abs(hashint4(m)::bigint) as chance from ${numbers}
   ), worded as materialized (
     select m, ${chosen('$6::text[]', '1')} as a, ${chosen('$8::text[]', '101')} as b, ${chosen('$10::text[]', '10007')} as c,
       case when m % 5 = 0 then 1 + floor(power((chance % 10007) / 10007.0, 3) * cardinality($12::text[]))::int end as t from number
   ), written as materialized (
     select *, ($6::text[])[a] || ' ' || ($8::text[])[b] || ' ' || ($10::text[])[c] as body, ($12::text[])[t] as tag,
       ($7::tsvector[])[a] || ($9::tsvector[])[b] || ($11::tsvector[])[c] || coalesce(($13::tsvector[])[t], '') as tokens from worded
   ), posted as (
     insert into post (id, author_id, text, facets, created_at, reply_to_id, root_id, quote_of_id, quotes,
       reply_count, quote_count, repost_count, like_count)
     select ${postId('m')}, ${author}, concat_ws(' ', body, tag),
       case when tag is null then '[]' else jsonb_build_array(jsonb_build_object('kind', 'hashtag', 'tag', substr(tag, 2),
         'start', length(body) + 1, 'end', length(body) + 1 + length(tag))) end,
       to_timestamp(${postMs('m')} / 1000.0), ${idOrNull(parent)}, ${idOrNull(root)}, ${idOrNull(quoted)}, ${quoted} is not null,
       coalesce(${replyCount}, 0), coalesce(${quoteCount}, 0), coalesce(${repostCount}, 0), ${likeCount}
     from written order by m
   ) insert into post_search (post_id, tokens) select ${postId('m')}, tokens || format('''by:%s''', ${author})::tsvector from written order by m`,
);

const deedMs = (gapMs: number) => `(${postMs('m')} + j * ${gapMs})`;
const deedsOf = (
  table: 'post_like' | 'repost',
  count: string,
  gapMs: number,
) => `insert into ${table} (post_id, profile_id, id, created_at)
  select ${postId('m')}, ${other}, ${deedId(deedMs(gapMs), table, ['m', 'j'])}, to_timestamp(${deedMs(gapMs)} / 1000.0)
  from ${numbers} cross join lateral generate_series(1, ${count}) j`;

const insertLikes = statement('load.likes', deedsOf('post_like', likeCount, 200));
const insertReposts = statement('load.reposts', deedsOf('repost', repostCount, 5000));
const selectIds = statement<{ first: string; last: string }>(
  'load.post-ids',
  `select ${postId('$4::int')} as first, ${postId('($5::int - 1)')} as last, $2::int`,
);

/** Adds posts of the crowd by their numbers, with all that hangs on them. NOTE: a range begins and ends with a block. */
export async function addPosts(
  sql: Sql,
  { ms, people, posts }: Crowd,
  { range, words }: { range: readonly [number, number]; words: ReturnType<typeof vocabulary> },
): Promise<void> {
  const values = [ms, people, posts, ...range];
  const { openers, middles, closers, tags } = words;
  await sql.run(insertPosts, [
    ...values,
    ...[openers, middles, closers, tags].flatMap(({ texts, vectors }) => [texts, vectors]),
  ]);
  await sql.run(insertLikes, values);
  await sql.run(insertReposts, values);
  const ids = await sql.first(selectIds, values);
  if (ids) await noteHashtags(sql, [ids.first, ids.last], new Date(ms));
}
