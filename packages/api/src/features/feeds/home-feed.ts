import type { FeedPage, PageInput } from '@rookery/contract';
import { z } from 'zod';
import type { SignedInCall } from '../../kernel/context.ts';
import { cutPage, defineCursor } from '../../kernel/cursor.ts';
import { firstRows, statement } from '../../kernel/sql.ts';
import { joinPost, mayReadPost, type PostStateRow, postStateColumns, presentPosts } from '../posts/index.ts';

interface EntryRow extends PostStateRow {
  sort_id: string;
}

const cursor = defineCursor('feed.home', z.uuid());
const newest = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

const skeleton = statement<EntryRow>(
  'feeds.home',
  firstRows(
    `select e.sort_id, ${postStateColumns('$1::uuid')}
   from timeline_entry e join post p on p.id = e.post_id ${joinPost()}
   where e.user_id = $1 and e.sort_id < $2 and ${mayReadPost('p', 'a', '$1::uuid')}
     order by e.sort_id desc`,
    '$3',
  ),
);

/** The home feed: what the caller and those whom the caller follows posted, newest first. */
export async function homeFeed({ ctx, input }: SignedInCall<PageInput>): Promise<FeedPage> {
  const { sql } = ctx.app;
  const from = cursor.decode(input.cursor) ?? newest;
  const rows = await sql.rows(skeleton, [ctx.viewer.id, from, input.limit + 1]);
  const page = cutPage(rows, input.limit, (row) => cursor.encode(row.sort_id));
  const posts = await presentPosts(ctx.app, ctx.viewer.id, page.rows);
  return { items: posts.map((post) => ({ post, reason: { kind: 'post' } })), nextCursor: page.nextCursor };
}
