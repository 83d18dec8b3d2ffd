import type { ScheduledPost, UpdateScheduledInput } from '@rookery/contract';
import type { Transaction } from '../../../kernel/app.ts';
import type { SignedInCall } from '../../../kernel/context.ts';
import { found } from '../../../kernel/errors.ts';
import { epochMs, statement } from '../../../kernel/sql.ts';
import { transact } from '../../../kernel/transaction.ts';
import { holdMediaOf } from './insert-draft.ts';
import { refuseUnpublishable } from './publishable.ts';
import { refuseBadTime, wakeAt } from './schedule.ts';
import { presentScheduled, selectScheduled } from './scheduled.view.ts';

// NOTE: updated_at grows with every change, so that a failure is never noted of what has been mended meanwhile.
const rewrite = statement<{ scheduled_ms: number }>(
  'drafts.rewrite-scheduled',
  `update post_draft d set content = coalesce($3, d.content), scheduled_at = coalesce($4, d.scheduled_at), failure = null,
     updated_at = greatest($5, d.updated_at + interval '1 millisecond')
   where d.id = $1 and d.author_id = $2 and d.scheduled_at is not null returning ${epochMs('d.scheduled_at')} as scheduled_ms`,
);

/** Changes what an own scheduled post says or when it is published; one that failed is tried again. */
export async function updateScheduled({ ctx, input }: SignedInCall<UpdateScheduledInput>): Promise<ScheduledPost> {
  const { id, content, scheduledAt } = input;
  const authorId = ctx.viewer.id;
  if (content) refuseUnpublishable(content, ['content']);
  return transact(ctx, async (tx) => {
    if (scheduledAt) refuseBadTime(tx, scheduledAt);
    const values = [content ? JSON.stringify(content) : null, scheduledAt ?? null, tx.app.clock.now()];
    const { scheduled_ms } = found(await tx.sql.first(rewrite, [id, authorId, ...values]));
    if (content) await holdMediaOf(tx, { draftId: id, authorId, content }, ['content']);
    await wakeAt(tx, id, new Date(scheduled_ms));
    return read(tx, { id, authorId, changed: content !== undefined });
  });
}

/** NOTE: a new content is refused when it could not be published now; one that only waits may have lost what it answers. */
async function read(
  tx: Transaction,
  { id, authorId, changed }: { id: string; authorId: string; changed: boolean },
): Promise<ScheduledPost> {
  const scheduled = found((await presentScheduled(tx, await tx.sql.rows(selectScheduled, [authorId, id])))[0]);
  if (changed) found(scheduled.preview);
  return scheduled;
}
