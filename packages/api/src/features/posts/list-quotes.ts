import type { OfPostInput, PostPage } from '@rookery/contract';
import type { Call } from '../../kernel/context.ts';
import { firstRows, statement } from '../../kernel/sql.ts';
import { mayReadPost } from './post.policy.ts';
import { assertVisible } from './post.view.ts';
import { type ListedPost, listOf } from './post-list.ts';
import { joinPost, postStateColumns } from './post-state.ts';

const viewer = '$1::uuid';

// NOTE: pairs are compared for the same reason as in the list of replies: only the index of the pair gives their order.
const quotes = statement<ListedPost>(
  'posts.quotes',
  firstRows(
    `select p.id as sort_id, ${postStateColumns(viewer)} from post p ${joinPost()}
   where (p.quote_of_id, p.id) < ($4, $2) and p.quote_of_id >= $4 and ${mayReadPost('p', 'a', viewer)}
     order by p.quote_of_id desc, p.id desc`,
    '$3',
  ),
);

/** The posts that quote a post, newest first. */
export async function listQuotes({ ctx, input }: Call<OfPostInput>): Promise<PostPage> {
  await assertVisible(ctx.app.sql, ctx.viewer?.id ?? null, input.id);
  return listOf(ctx, { name: 'posts.quotes', rows: quotes, values: [input.id], order: 'newestFirst', input });
}
