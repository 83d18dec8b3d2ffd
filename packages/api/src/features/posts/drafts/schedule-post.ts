import type { DraftContent, PostView } from '@rookery/contract';
import type { SignedInContext } from '../../../kernel/context.ts';
import { found } from '../../../kernel/errors.ts';
import { transact } from '../../../kernel/transaction.ts';
import { insertDraft } from './insert-draft.ts';
import { refuseBadTime, wakeAt } from './schedule.ts';
import { presentScheduled, selectScheduled } from './scheduled.view.ts';

/** Puts a post aside until its time comes; what could not be published now is refused. */
export async function schedulePost(
  ctx: SignedInContext,
  { content, scheduledAt }: { content: DraftContent; scheduledAt: Date },
): Promise<PostView> {
  const authorId = ctx.viewer.id;
  return transact(ctx, async (tx) => {
    refuseBadTime(tx, scheduledAt);
    const { id } = await insertDraft(tx, { authorId, content, scheduledAt });
    await wakeAt(tx, id, scheduledAt);
    const rows = await tx.sql.rows(selectScheduled, [authorId, id]);
    const [scheduled] = await presentScheduled(tx, rows);
    return found(scheduled?.preview);
  });
}
