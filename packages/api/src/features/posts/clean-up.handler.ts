import type { App, Transaction } from '../../kernel/app.ts';
import { type Statement, statement } from '../../kernel/sql.ts';
import { transact } from '../../kernel/transaction.ts';
import { releaseMedia } from '../media/index.ts';
import { postUnreposted } from './posts.events.ts';

type Table = 'post_like' | 'bookmark' | 'poll_vote';

/** Removes some rows of a post, and takes them off its counter in the same statement; tells how many. */
function removalFrom(table: Table, counter?: 'like_count'): Statement<{ removed: number }> {
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

const removals = [removalFrom('post_like', 'like_count'), removalFrom('bookmark'), removalFrom('poll_vote')];
const removePoll = statement('posts.clean-up-poll', 'delete from poll where post_id = $1');

const rowsAtOnce = 2000;

/** Removes what is left of a deleted post but its row, in chunks that commit one by one; repeating it changes nothing. */
export async function cleanUpPost(app: App, { postId }: { postId: string }, chunk = rowsAtOnce): Promise<void> {
  while (await transact({ app }, (tx) => takeChunkOfReposts(tx, postId)));
  while (await transact({ app }, (tx) => removeChunk(tx, postId, chunk)));
}

/** Removes as much as goes into one transaction; tells whether more is left. */
export async function removeChunk(tx: Transaction, postId: string, chunk: number): Promise<boolean> {
  for (const removal of removals) {
    const row = await tx.sql.first(removal, [postId, chunk]);
    if (row?.removed === chunk) return true;
  }
  await tx.sql.run(removePoll, [postId]);
  await releaseMedia(tx, postId);
  return false;
}

const repostsAtOnce = 50;

const takeReposts = statement<{ profile_id: string; id: string; author_id: string }>(
  'posts.take-reposts',
  `with gone as (
     delete from repost where post_id = $1 and profile_id in (select profile_id from repost where post_id = $1 order by id limit ${repostsAtOnce})
     returning profile_id, id
   ), counted as (
     update post set repost_count = repost_count - (select count(*) from gone) where id = $1 and exists (select from gone)
   ) select gone.profile_id, gone.id, p.author_id from gone join post p on p.id = $1`,
);

/** Takes back some reposts, as if each had been taken back by itself, so that no timeline keeps the post; false when there is none. */
export async function takeChunkOfReposts(tx: Transaction, postId: string): Promise<boolean> {
  const rows = await tx.sql.rows(takeReposts, [postId]);
  for (const { profile_id: actorId, id: repostId, author_id: authorId } of rows)
    await tx.emit(postUnreposted, { postId, authorId, actorId, repostId });
  return rows.length > 0;
}
