import type { OfTagInput, PostPage } from '@rookery/contract';
import type { Call } from '../../kernel/context.ts';
import { firstRows, statement } from '../../kernel/sql.ts';
import { mutes } from '../graph/index.ts';
import { joinPost, type ListedPost, listOf, mayReadPost, postStateColumns } from '../posts/index.ts';

const viewer = '$1::uuid';

// NOTE: pairs are compared because only the primary key gives their order; a plan may else walk all posts in search of the tag.
const posts = statement<ListedPost>(
  'hashtags.posts',
  firstRows(
    `select h.post_id as sort_id, ${postStateColumns(viewer)}
     from post_hashtag h join post p on p.id = h.post_id ${joinPost()}
     where (h.tag, h.post_id) < ($4::text, $2::uuid) and h.tag >= $4 and ${mayReadPost('p', 'a', viewer)}
       and not ${mutes(viewer, 'p.author_id')} order by h.tag desc, h.post_id desc`,
    '$3',
  ),
);

/** The posts that carry a hashtag, newest first. */
export async function hashtagFeed({ ctx, input }: Call<OfTagInput>): Promise<PostPage> {
  return listOf(ctx, { name: 'feed.hashtag', rows: posts, values: [input.tag], order: 'newestFirst', input });
}
