import type { UnreadCount } from '@rookery/contract';
import type { Transaction } from '../../kernel/app.ts';
import type { SignedInContext } from '../../kernel/context.ts';
import { sweepChunk } from '../../kernel/sweep.ts';
import { transact } from '../../kernel/transaction.ts';
import { countUnread } from './count-unread.ts';

/** Does something to at most so many notifications, and tells to how many. */
type Chunk = (tx: Transaction, most: number) => Promise<number>;

/**
 * Does something to all notifications of the caller, however many there are, in commits of few; answers how many are unread
 * then. NOTE: a call that is repeated by its key gets the first commit's answer and goes through nothing again.
 */
export async function inChunks(ctx: SignedInContext, chunk: Chunk, most = sweepChunk): Promise<UnreadCount> {
  const { app, viewer } = ctx;
  let left = false;
  const answer = await transact(ctx, async (tx) => {
    left = (await chunk(tx, most)) === most;
    return { count: await countUnread(tx.sql, viewer.id) };
  });
  if (!left) return answer;
  while ((await transact({ app }, (tx) => chunk(tx, most))) === most);
  return { count: await countUnread(app.sql, viewer.id) };
}
