import type { PostPage, SearchPostsInput } from '@rookery/contract';
import { z } from 'zod';
import type { Reading } from '../../kernel/app.ts';
import { cutPage, defineCursor } from '../../kernel/cursor.ts';
import { firstRows, type Statement, statement } from '../../kernel/sql.ts';
import { mutes } from '../graph/index.ts';
import { joinPost, mayReadPost, type PostStateRow, postStateColumns, presentPosts } from '../posts/index.ts';
import type { PostSearch } from './post-search.ts';
import { ofAuthor, ofEverybody, type PostSource, viewer } from './post-sources.ts';

type Row = PostStateRow & { sort_id: string };
type Statements<R> = Record<'ofEverybody' | 'ofAuthor', Record<keyof PostSource, Statement<R>>>;

const notFromThose = 'p.author_id <> all (array(select id from profile where username = any($6::text[])))';
/** What a search shows. Muted people are left out, unless the search is for posts of one of them. */
const shown = {
  ofEverybody: `${mayReadPost('p', 'a', viewer)} and not ${mutes(viewer, 'p.author_id')} and ${notFromThose}`,
  ofAuthor: `${mayReadPost('p', 'a', viewer)} and ${notFromThose}`,
};

function statementsOf<R>(name: string, textOf: (source: string, condition: string) => string): Statements<R> {
  const pair = (whose: keyof typeof shown, { walk, index }: PostSource) => ({
    walk: statement<R>(`search.${name}-${whose}-walk`, textOf(walk, shown[whose])),
    index: statement<R>(`search.${name}-${whose}-index`, textOf(index, shown[whose])),
  });
  return { ofEverybody: pair('ofEverybody', ofEverybody), ofAuthor: pair('ofAuthor', ofAuthor) };
}

/** SQL: post and author of a match, each looked up by index however many matches a plan expects. */
const byIndex = `cross join lateral (select * from post where id = m.post_id offset 0) p
    cross join lateral (select * from profile where id = p.author_id offset 0) a`;

const recent = statementsOf<Row>('recent', (source, condition) =>
  firstRows(
    `select p.id as sort_id, ${postStateColumns(viewer)} from (${source}) m ${byIndex}
     where ${condition} order by m.post_id desc`,
    '$5',
  ),
);

const recentCursor = defineCursor('search.posts.recent', z.uuid());

/** The newest first. */
export async function findRecent(
  read: Reading,
  search: PostSearch,
  { limit, cursor }: Pick<SearchPostsInput, 'limit' | 'cursor'>,
): Promise<PostPage> {
  const values = search.values(recentCursor.decode(cursor), limit + 1);
  const { walk, index } = recent[search.whose];
  const near = await read.sql.rows(walk, values);
  const rows = near.length > limit ? near : await read.sql.rows(index, values);
  const page = cutPage(rows, limit, (row) => recentCursor.encode(row.sort_id));
  return { items: await presentPosts(read, search.viewerId, page.rows), nextCursor: page.nextCursor };
}

type ScoredRow = Row & { score: number; candidates: number; newest: string };

/** Of how many of the newest matches the best are shown, and how many the walk must find for the index to be left alone. */
const candidates = { most: 500, enough: 100 };

/** NOTE: ten times the engagement weighs as much as a week; nothing in it moves with the time of the search. */
const score = `round((log((0.01 + ts_rank(m.tokens, $2::tsquery, 1))::numeric) + log((1 + p.like_count + 2 * p.repost_count + 2 * p.quote_count + p.reply_count)::numeric)
  + extract(epoch from p.created_at) / 604800)::numeric, 6)::float8`;
const afterLast = (first: number) =>
  `($${first}::float8 is null or (c.score, c.id) < ($${first}::float8, $${first + 1}::uuid))`;

const scored = (firstParameter: number) => (source: string, condition: string) =>
  `with candidate as materialized (
    select p.id, ${score} as score from (${source}) m ${byIndex}
    where ${condition} order by m.post_id desc limit ${candidates.most}
  ) ${firstRows(
    `select c.id as sort_id, c.score, (select count(*)::int from candidate) as candidates,
       (select post_id from post_search order by post_id desc limit 1) as newest, ${postStateColumns(viewer)}
     from (select * from candidate c where ${afterLast(firstParameter)} order by c.score desc, c.id desc limit 101) c
       cross join lateral (select * from post where id = c.id offset 0) p ${joinPost()}
     order by c.score desc, c.id desc`,
    '$5',
  )}`;
const relevant: Statements<ScoredRow> = {
  ofEverybody: statementsOf<ScoredRow>('relevant', scored(7)).ofEverybody,
  ofAuthor: statementsOf<ScoredRow>('relevant', scored(8)).ofAuthor,
};

const relevantCursor = defineCursor(
  'search.posts.relevant',
  z.object({ newest: z.uuid(), from: z.enum(['walk', 'index']), score: z.number(), id: z.uuid() }),
);

/**
 * The most relevant first. NOTE: the cursor keeps which posts were there when the walk began and how they were found, so
 * that each page chooses from the same.
 */
export async function findRelevant(
  read: Reading,
  search: PostSearch,
  { limit, cursor }: Pick<SearchPostsInput, 'limit' | 'cursor'>,
): Promise<PostPage> {
  const after = relevantCursor.decode(cursor);
  const values = [
    ...search.values(after && justAfter(after.newest), limit + 1),
    after?.score ?? null,
    after?.id ?? null,
  ];
  const statements = relevant[search.whose];
  const near = after?.from === 'index' ? [] : await read.sql.rows(statements.walk, values);
  const enough = after?.from === 'walk' || (near[0]?.candidates ?? 0) >= candidates.enough;
  const rows = enough ? near : await read.sql.rows(statements.index, values);
  const page = cutPage(rows, limit, ({ score, sort_id: id, newest }) =>
    relevantCursor.encode({ newest: after?.newest ?? newest, from: enough ? 'walk' : 'index', score, id }),
  );
  return { items: await presentPosts(read, search.viewerId, page.rows), nextCursor: page.nextCursor };
}

/** The least id above another. */
function justAfter(id: string): string {
  const next = (BigInt(`0x${id.replaceAll('-', '')}`) + 1n).toString(16).padStart(32, '0');
  return next.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
