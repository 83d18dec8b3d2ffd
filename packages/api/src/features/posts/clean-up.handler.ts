import type { App } from '../../kernel/app.ts';
import { type Statement, statement } from '../../kernel/sql.ts';
import { transact } from '../../kernel/transaction.ts';
import { releaseMedia } from '../media/index.ts';

type Table = 'post_like' | 'repost' | 'bookmark' | 'poll_vote';

/** Removes some rows of a post, and takes them off its counter in the same statement; tells how many. */
function removalFrom(table: Table, counter?: 'like_count' | 'repost_count'): Statement<{ removed: number }> {
  const counted = counter
    ? `, counted as (update post set ${counter} = greatest(${counter} - (select count(*) from gone), 0) where id = $1 and exists (select from gone))`
    : '';
  return statement(
    `posts.clean-up-${table}`,
    `with gone as (
       delete from ${table} where (post_id, profile_id) in (select post_id, profile_id from ${table} where post_id = $1 limit $2) returning 1
     )${counted} select count(*)::int as removed from gone`,
  );
}

const removals = [
  removalFrom('post_like', 'like_count'),
  removalFrom('repost', 'repost_count'),
  removalFrom('bookmark'),
  removalFrom('poll_vote'),
];
const removePoll = statement('posts.clean-up-poll', 'delete from poll where post_id = $1');

const rowsAtOnce = 2000;

/** Removes what is left of a deleted post but its row, in chunks that commit one by one; repeating it changes nothing. */
export async function cleanUpPost(app: App, { postId }: { postId: string }, chunk = rowsAtOnce): Promise<void> {
  for (const removal of removals) {
    for (let removed = chunk; removed === chunk; ) {
      const row = await transact({ app }, (tx) => tx.sql.first(removal, [postId, chunk]));
      removed = row?.removed ?? 0;
    }
  }
  await transact({ app }, async (tx) => {
    await tx.sql.run(removePoll, [postId]);
    await releaseMedia(tx, postId);
  });
}
