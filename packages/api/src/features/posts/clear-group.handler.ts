import type { App, Transaction } from '../../kernel/app.ts';
import { statement } from '../../kernel/sql.ts';
import { transact } from '../../kernel/transaction.ts';
import { clearGroup } from '../groups/index.ts';
import { erasePost } from './delete-post.ts';
import { cleanUpJob } from './posts.jobs.ts';

const postsAtOnce = 20;
const selectSome = statement<{ id: string; author_id: string }>(
  'posts.some-in-group',
  `select id, author_id from post where group_id = $1 and deleted_at is null order by group_id desc, id desc limit ${postsAtOnce}`,
);
const rowsAtOnce = 2000;
const letGo = statement(
  'posts.let-go-of-group',
  `update post set group_id = null where id in (select id from post where group_id = $1 limit ${rowsAtOnce}) and deleted_at is not null`,
);

/** Deletes all posts of a deleted group, then what is left of the group itself, in chunks that commit one by one. */
export async function clearDeletedGroup(app: App, groupId: string): Promise<void> {
  while (await transact({ app }, (tx) => eraseSome(tx, groupId)));
  while (await transact({ app }, async ({ sql }) => (await sql.run(letGo, [groupId])) > 0));
  while (await transact({ app }, (tx) => clearGroup(tx, groupId)));
}

/** NOTE: the newest first, so that answers are gone before what they answer. */
async function eraseSome(tx: Transaction, groupId: string): Promise<boolean> {
  const posts = await tx.sql.rows(selectSome, [groupId]);
  for (const { id: postId, author_id: authorId } of posts) {
    await erasePost(tx, { postId, authorId });
    await tx.enqueue(cleanUpJob, { postId });
  }
  return posts.length > 0;
}
