import type { Transaction } from '../../kernel/app.ts';
import { statement } from '../../kernel/sql.ts';
import { lockGroupFor } from './locked-group.ts';

const count = statement('groups.count-post', 'update community set post_count = post_count + $2 where id = $1');

/** Counts a post that somebody writes in a group, who stays a member until that is done; refuses who is none. */
export async function addPost(tx: Transaction, groupId: string, authorId: string): Promise<void> {
  await lockGroupFor(tx, { groupId, callerId: authorId }, 'post');
  await tx.sql.run(count, [groupId, 1]);
}

/** Counts that a post in a group is gone. */
export async function takePost(tx: Transaction, groupId: string): Promise<void> {
  await tx.sql.run(count, [groupId, -1]);
}
