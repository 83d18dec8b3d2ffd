import type { GroupFeedInput, PostPage } from '@rookery/contract';
import type { Call } from '../../kernel/context.ts';
import { firstRows, statement } from '../../kernel/sql.ts';
import { mutes } from '../graph/index.ts';
import { assertReadable } from '../groups/index.ts';
import { joinPost, type ListedPost, listOf, mayReadPost, postStateColumns } from '../posts/index.ts';

const viewer = '$1::uuid';

// NOTE: pairs are compared because only the index of the pair gives their order; a plan may else walk all posts in search of the group.
const posts = statement<ListedPost>(
  'feeds.group',
  firstRows(
    `select p.id as sort_id, ${postStateColumns(viewer)} from post p ${joinPost()}
     where (p.group_id, p.id) < ($4::uuid, $2::uuid) and p.group_id >= $4 and p.group_id is not null and p.reply_to_id is null
       and ${mayReadPost('p', 'a', viewer)} and not ${mutes(viewer, 'p.author_id')} order by p.group_id desc, p.id desc`,
    '$3',
  ),
);

/** What is written in a group, newest first, without replies. */
export async function groupFeed({ ctx, input }: Call<GroupFeedInput>): Promise<PostPage> {
  await assertReadable(ctx.app, ctx.viewer?.id ?? null, input.groupId);
  return listOf(ctx, { name: 'feed.group', rows: posts, values: [input.groupId], order: 'newestFirst', input });
}
