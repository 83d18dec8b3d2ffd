import type { Done, GroupPersonInput } from '@rookery/contract';
import type { SignedInCall } from '../../kernel/context.ts';
import { DomainError } from '../../kernel/errors.ts';
import { transact } from '../../kernel/transaction.ts';
import { lockGroupFor, standingOf } from './locked-group.ts';
import { addMember, closeRequest } from './membership.ts';

/** Lets somebody in who asked to join; who is a member by now stays it. */
export async function approveRequest({ ctx, input }: SignedInCall<GroupPersonInput>): Promise<Done> {
  const { id: groupId, userId: profileId } = input;
  return transact(ctx, async (tx) => {
    await lockGroupFor(tx, { groupId, callerId: ctx.viewer.id }, 'answerRequests');
    const { role, requested } = await standingOf(tx, groupId, profileId);
    if (role === null && !requested) throw new DomainError('not_found');
    if (role === null) await addMember(tx, { groupId, profileId });
    return { ok: true };
  });
}

/** Refuses somebody who asked to join. */
export async function rejectRequest({ ctx, input }: SignedInCall<GroupPersonInput>): Promise<Done> {
  const { id: groupId, userId: profileId } = input;
  return transact(ctx, async (tx) => {
    await lockGroupFor(tx, { groupId, callerId: ctx.viewer.id }, 'answerRequests');
    if (!(await closeRequest(tx, { groupId, profileId }))) throw new DomainError('not_found');
    return { ok: true };
  });
}
