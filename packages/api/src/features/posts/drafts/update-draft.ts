import type { DraftView, UpdateDraftInput } from '@rookery/contract';
import type { SignedInCall } from '../../../kernel/context.ts';
import { found } from '../../../kernel/errors.ts';
import { statement } from '../../../kernel/sql.ts';
import { transact } from '../../../kernel/transaction.ts';
import { toDraftView } from './draft.view.ts';
import { type DraftRow, draftColumns, holdMediaOf } from './insert-draft.ts';

const rewrite = statement<DraftRow>(
  'drafts.rewrite',
  `update post_draft d set content = $3, updated_at = $4
   where d.id = $1 and d.author_id = $2 and d.scheduled_at is null returning ${draftColumns}`,
);

/** Makes an own draft hold something else. */
export async function updateDraft({ ctx, input }: SignedInCall<UpdateDraftInput>): Promise<DraftView> {
  const { id: draftId, content } = input;
  const authorId = ctx.viewer.id;
  return transact(ctx, async (tx) => {
    const values = [draftId, authorId, JSON.stringify(content), tx.app.clock.now()];
    const row = found(await tx.sql.first(rewrite, values));
    await holdMediaOf(tx, { draftId, authorId, content }, ['content']);
    return toDraftView(row);
  });
}
