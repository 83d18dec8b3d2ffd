import type { PageInput, PostPage } from '@rookery/contract';
import type { SignedInCall } from '../../kernel/context.ts';
import { firstRows, statement } from '../../kernel/sql.ts';
import { mayReadPost } from './post.policy.ts';
import { type ListedPost, listOf } from './post-list.ts';
import { joinPost, postStateColumns } from './post-state.ts';

const viewer = '$1::uuid';

const bookmarks = statement<ListedPost>(
  'posts.bookmarks',
  firstRows(
    `select k.id as sort_id, ${postStateColumns(viewer)} from bookmark k join post p on p.id = k.post_id ${joinPost()}
   where k.profile_id = ${viewer} and k.id < $2 and ${mayReadPost('p', 'a', viewer)} order by k.id desc`,
    '$3',
  ),
);

/** The posts that the caller bookmarked, the latest first; those that he may no longer see are left out. */
export async function listBookmarks({ ctx, input }: SignedInCall<PageInput>): Promise<PostPage> {
  return listOf(ctx, { name: 'posts.bookmarks', rows: bookmarks, values: [], order: 'newestFirst', input });
}
