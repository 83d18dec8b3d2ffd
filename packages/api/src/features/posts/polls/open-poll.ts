import type { NewPoll } from '@rookery/contract';
import type { Transaction } from '../../../kernel/app.ts';
import { statement } from '../../../kernel/sql.ts';
import { closePollJob } from './polls.jobs.ts';

const insertPoll = statement(
  'posts.insert-poll',
  `insert into poll (post_id, options, multiple, votes, closes_at)
   values ($1, $2::text[], $3, array_fill(0, array[cardinality($2::text[])]), $4)`,
);

/** Gives a new post its poll, which ends by itself. */
export async function openPoll(
  tx: Transaction,
  { postId, poll, createdMs }: { postId: string; poll: NewPoll; createdMs: number },
): Promise<void> {
  const closesAt = new Date(createdMs + poll.expiresIn * 1000);
  await tx.sql.run(insertPoll, [postId, poll.options, poll.multiple, closesAt]);
  await tx.enqueue(closePollJob, { postId }, closesAt);
}
