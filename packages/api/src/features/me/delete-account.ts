import type { DeleteAccountInput, PlannedDeletion } from '@rookery/contract';
import type { SignedInCall } from '../../kernel/context.ts';
import { DomainError } from '../../kernel/errors.ts';
import { transact } from '../../kernel/transaction.ts';
import { planDeletion, sendMail } from '../accounts/index.ts';
import { provePassword, revokeSessions } from '../auth/index.ts';
import { hideProfile } from '../profiles/index.ts';
import { deletionLetter } from './letters.ts';
import { deletionPlanned } from './me.events.ts';
import { eraseAccounts } from './me.jobs.ts';

const graceDays = 14;

/**
 * Hides the caller and all that he wrote from everybody at once, signs him out everywhere, and deletes everything in two weeks.
 * Until then he can sign in, see what is his own, and cancel it.
 */
export async function deleteAccount({ ctx, input }: SignedInCall<DeleteAccountInput>): Promise<PlannedDeletion> {
  const { app, viewer } = ctx;
  const passwordHash = await provePassword(ctx, input.password);
  return transact(ctx, async (tx) => {
    const deleteAfter = new Date(app.clock.now().getTime() + graceDays * 24 * 3600 * 1000);
    // NOTE: refused in here, where a repeated call has got its first answer already.
    const planned = passwordHash && (await planDeletion(tx, { accountId: viewer.id, passwordHash, deleteAfter }));
    if (!planned) throw new DomainError('credentials_invalid');
    await hideProfile(tx, viewer.id);
    await revokeSessions(tx, viewer.id, 'all');
    await tx.emit(deletionPlanned, { accountId: viewer.id });
    if (!planned.known) {
      await tx.enqueue(sendMail, deletionLetter(planned.email, app.settings.publicUrl, deleteAfter));
      await tx.enqueue(eraseAccounts, {}, deleteAfter);
    }
    return { deleteAfter: planned.deleteAfter };
  });
}
