import type { RequestedExport } from '@rookery/contract';
import type { SignedInCall } from '../../kernel/context.ts';
import { DomainError } from '../../kernel/errors.ts';
import { newId } from '../../kernel/id.ts';
import { statement } from '../../kernel/sql.ts';
import { transact } from '../../kernel/transaction.ts';
import { holdNewestExport } from './export-rows.ts';
import { buildExport } from './me.jobs.ts';

const insert = statement(
  'me.insert-export',
  'insert into account_export (id, account_id, requested_at) values ($1, $2, $3)',
);

const dayMs = 24 * 3600 * 1000;

/** Has a copy made of everything that the caller has here, once a day; one that is being made already is told again. */
export async function requestExport({ ctx }: SignedInCall): Promise<RequestedExport> {
  return transact(ctx, async (tx) => {
    const now = ctx.app.clock.now();
    const newest = await holdNewestExport(tx, ctx.viewer.id);
    const nextMs = newest ? newest.requestedAt.getTime() + dayMs - now.getTime() : 0;
    if (newest && nextMs > 0) {
      if (newest.readyAt === null) return { requestedAt: newest.requestedAt };
      throw new DomainError('rate_limited', { retryAfter: Math.ceil(nextMs / 1000) });
    }
    const exportId = newId();
    await tx.sql.run(insert, [exportId, ctx.viewer.id, now]);
    await tx.enqueue(buildExport, { exportId });
    return { requestedAt: now };
  });
}
