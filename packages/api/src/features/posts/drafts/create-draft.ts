import type { DraftContent, DraftView } from '@rookery/contract';
import type { SignedInCall } from '../../../kernel/context.ts';
import { transact } from '../../../kernel/transaction.ts';
import { toDraftView } from './draft.view.ts';
import { insertDraft } from './insert-draft.ts';

/** Keeps what a post is going to say; nothing of it is checked but its media. */
export async function createDraft({ ctx, input: content }: SignedInCall<DraftContent>): Promise<DraftView> {
  return transact(ctx, async (tx) =>
    toDraftView(await insertDraft(tx, { authorId: ctx.viewer.id, content, scheduledAt: null })),
  );
}
