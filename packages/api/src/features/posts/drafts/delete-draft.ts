import type { ById, Done } from '@rookery/contract';
import type { SignedInCall } from '../../../kernel/context.ts';
import { DomainError } from '../../../kernel/errors.ts';
import { type Statement, statement } from '../../../kernel/sql.ts';
import { transact } from '../../../kernel/transaction.ts';
import { releaseMedia } from '../../media/index.ts';

const dropDraft = statement(
  'drafts.delete',
  'delete from post_draft where id = $1 and author_id = $2 and scheduled_at is null',
);
const dropScheduled = statement(
  'drafts.delete-scheduled',
  'delete from post_draft where id = $1 and author_id = $2 and scheduled_at is not null',
);

/** Throws an own draft away. */
export async function deleteDraft(call: SignedInCall<ById>): Promise<Done> {
  return drop(call, dropDraft);
}

/** Throws an own scheduled post away; it will not be published. */
export async function deleteScheduled(call: SignedInCall<ById>): Promise<Done> {
  return drop(call, dropScheduled);
}

async function drop({ ctx, input }: SignedInCall<ById>, sql: Statement<unknown>): Promise<Done> {
  return transact(ctx, async (tx) => {
    if ((await tx.sql.run(sql, [input.id, ctx.viewer.id])) === 0) throw new DomainError('not_found');
    await releaseMedia(tx, input.id);
    return { ok: true };
  });
}
