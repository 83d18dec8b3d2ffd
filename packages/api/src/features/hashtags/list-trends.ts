import type { TrendingInput, TrendPage } from '@rookery/contract';
import { z } from 'zod';
import type { Call } from '../../kernel/context.ts';
import { cutPage, defineCursor, pageWith } from '../../kernel/cursor.ts';
import { DomainError } from '../../kernel/errors.ts';
import { statement } from '../../kernel/sql.ts';
import { followedBy } from './hashtag.view.ts';

interface TrendRow {
  ranking_id: string;
  rank: number;
  tag: string;
  posts: number;
  people: number;
  sparkline: number[];
  following: boolean | null;
}

const trends = statement<TrendRow>(
  'hashtags.trends',
  `select t.ranking_id, t.rank, t.tag, t.posts, t.people, t.sparkline, ${followedBy('$1', 't.tag')} as following
   from hashtag_trend t
   where t.ranking_id = coalesce($2::uuid, (select id from hashtag_ranking where span = $3 order by id desc limit 1)) and t.rank > $4
   order by t.rank limit $5`,
);

const Place = z.tuple([z.uuid(), z.int()]);

/** The hashtags of a window that most people use now. NOTE: a walk stays in the ranking in which it began. */
export async function listTrends({ ctx, input }: Call<TrendingInput>): Promise<TrendPage> {
  const cursor = defineCursor(`hashtags.trending.${input.window}`, Place);
  const [rankingId, rank] = cursor.decode(input.cursor) ?? [null, 0];
  const values = [ctx.viewer?.id ?? null, rankingId, input.window, rank, input.limit + 1];
  const found = await ctx.app.sql.rows(trends, values);
  // NOTE: a cursor is handed out only where more follows, so that nothing means that its ranking is gone.
  if (rankingId !== null && found.length === 0) throw new DomainError('bad_cursor');
  const page = cutPage(found, input.limit, (row) => cursor.encode([row.ranking_id, row.rank]));
  const items = page.rows.map(({ ranking_id: _, rank: __, ...trend }) => trend);
  return pageWith(items, page.nextCursor);
}
