import type { App } from '../../../kernel/app.ts';
import { statement } from '../../../kernel/sql.ts';
import { eachInTurn } from '../../../kernel/sweep.ts';
import { transact } from '../../../kernel/transaction.ts';
import { pollEnded } from '../posts.events.ts';
import { topicOf } from '../posts.live.ts';

// NOTE: the queue goes by the clock of the database, votes are refused by whichever of the two clocks is ahead.
const close = statement<{ author_id: string }>(
  'polls.close',
  `update poll k set closed_at = greatest($2, now()) from post p
   where k.post_id = $1 and p.id = k.post_id and p.deleted_at is null and k.closed_at is null and k.closes_at <= greatest($2, now())
   returning p.author_id`,
);

/** Ends a poll whose time has come and that has not ended yet, once. */
export async function closePoll(app: App, postId: string): Promise<void> {
  await transact({ app }, async (tx) => {
    const ended = await tx.sql.first(close, [postId, app.clock.now()]);
    if (!ended) return;
    await tx.emit(pollEnded, { postId, authorId: ended.author_id });
    tx.record(topicOf(postId), 'post.updated', { postId });
  });
}

const overdue = statement<{ post_id: string }>(
  'polls.overdue',
  'select post_id from poll where closed_at is null and closes_at <= $1 order by closes_at limit 1000',
);

/** Ends polls that are overdue because the server was down or a job was lost. */
export async function closeOverduePolls(app: App): Promise<void> {
  const rows = await app.sql.rows(overdue, [app.clock.now()]);
  await eachInTurn(rows, ({ post_id: postId }) => closePoll(app, postId));
}
