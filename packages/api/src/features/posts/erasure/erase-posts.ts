import type { Transaction } from '../../../kernel/app.ts';
import { found } from '../../../kernel/errors.ts';
import { forgetTopic } from '../../../kernel/forget-topic.ts';
import { statement } from '../../../kernel/sql.ts';
import { removeChunk, takeChunkOfReposts } from '../clean-up.handler.ts';
import { erasePost } from '../delete-post.ts';
import { topicOf } from '../posts.live.ts';

const rowsAtOnce = 2000;

// NOTE: the newest first, so that answers of his own to himself are gone before what they answer.
const selectNewest = statement<{ id: string; deleted: boolean }>(
  'posts.newest-of-gone',
  'select id, deleted_at is not null as deleted from post where author_id = $1 order by author_id desc, id desc limit 1',
);

const dropPost = statement(
  'posts.erase-row',
  `delete from post p where p.id = $1 and p.deleted_at is not null
     and not exists (select from post c where c.reply_to_id = p.id) and not exists (select from post c where c.root_id = p.id)`,
);

const keepPlace = statement(
  'posts.erase-author',
  `update post set author_id = null, quote_of_id = null, quotes = false, visibility = 'public', edited_at = null
   where id = $1 and deleted_at is not null`,
);

/** Deletes the newest post of somebody in a few steps. Where others answered it, its place stays, empty and nobody's. */
export async function erasePosts(tx: Transaction, authorId: string): Promise<boolean> {
  const post = await tx.sql.first(selectNewest, [authorId]);
  if (!post) return false;
  if (await takeChunkOfReposts(tx, post.id)) return true;
  // NOTE: what reacts to the deletion reads the row with the commit, so that the row goes in a transaction of its own.
  if (!post.deleted) found(await erasePost(tx, { postId: post.id, authorId }));
  else if (!(await removeChunk(tx, post.id, rowsAtOnce))) await dropRow(tx, post.id);
  return true;
}

async function dropRow(tx: Transaction, postId: string): Promise<void> {
  await forgetTopic(tx, topicOf(postId));
  if ((await tx.sql.run(dropPost, [postId])) === 0) await tx.sql.run(keepPlace, [postId]);
}
