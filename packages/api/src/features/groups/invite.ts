import type { ById, Done, GroupPersonInput, GroupView } from '@rookery/contract';
import type { Transaction } from '../../kernel/app.ts';
import type { SignedInCall } from '../../kernel/context.ts';
import { DomainError, found } from '../../kernel/errors.ts';
import { newId } from '../../kernel/id.ts';
import { statement } from '../../kernel/sql.ts';
import { transact } from '../../kernel/transaction.ts';
import { mayMeet } from '../graph/index.ts';
import { inviting, may, refuseUnless } from './group.policy.ts';
import { readGroup } from './group.view.ts';
import { groupInvited } from './groups.events.ts';
import { lockGroup, standingOf } from './locked-group.ts';
import { addMember, closeInvite } from './membership.ts';

const meet = statement<{ id: string }>(
  'groups.meet',
  `select p.id from profile p where p.id = $2 and ${mayMeet('p', '$1')}`,
);
const insertInvite = statement(
  'groups.invite',
  `insert into community_invite (community_id, profile_id, inviter_id, id, created_at) values ($1, $2, $3, $4, $5) on conflict do nothing`,
);

/** Invites somebody into a group; who is invited or a member already stays as he is, and who asked to join is let in by staff. */
export async function inviteToGroup({ ctx, input }: SignedInCall<GroupPersonInput>): Promise<Done> {
  const { id: groupId, userId: inviteeId } = input;
  const inviterId = ctx.viewer.id;
  return transact(ctx, async (tx) => {
    const { caller, joining } = await lockGroup(tx, groupId, inviterId);
    refuseUnless(caller.role, inviting(joining));
    found(await tx.sql.first(meet, [inviterId, inviteeId]));
    const { role, requested, banned } = await standingOf(tx, groupId, inviteeId);
    if (banned) throw new DomainError('banned');
    if (role !== null) return { ok: true };
    if (requested && may(caller.role, 'answerRequests')) await addMember(tx, { groupId, profileId: inviteeId });
    else await insert(tx, { groupId, inviterId, inviteeId });
    return { ok: true };
  });
}

interface NewInvite {
  groupId: string;
  inviterId: string;
  inviteeId: string;
}

async function insert(tx: Transaction, invite: NewInvite): Promise<void> {
  const { groupId, inviterId, inviteeId } = invite;
  const made = await tx.sql.run(insertInvite, [groupId, inviteeId, inviterId, newId(), tx.app.clock.now()]);
  if (made > 0) await tx.emit(groupInvited, invite);
}

/** Becomes a member of a group into which the caller is invited; who is one already stays it. */
export async function acceptInvite({ ctx, input }: SignedInCall<ById>): Promise<GroupView> {
  const profileId = ctx.viewer.id;
  return transact(ctx, async (tx) => {
    const { caller } = await lockGroup(tx, input.id, profileId);
    if (caller.role === null && !caller.invited) throw new DomainError('not_found');
    if (caller.role === null) await addMember(tx, { groupId: input.id, profileId });
    return readGroup(tx, profileId, input.id);
  });
}

/** Wants no invitation into a group; without one, nothing changes. */
export async function declineInvite({ ctx, input }: SignedInCall<ById>): Promise<Done> {
  return transact(ctx, async (tx) => {
    await lockGroup(tx, input.id, ctx.viewer.id);
    await closeInvite(tx, { groupId: input.id, profileId: ctx.viewer.id });
    return { ok: true };
  });
}

/** Takes an invitation back that the caller's role lets him give; without one, nothing changes. */
export async function revokeInvite({ ctx, input }: SignedInCall<GroupPersonInput>): Promise<Done> {
  const { id: groupId, userId: profileId } = input;
  return transact(ctx, async (tx) => {
    const { caller, joining } = await lockGroup(tx, groupId, ctx.viewer.id);
    refuseUnless(caller.role, inviting(joining));
    const own = await tx.sql.first(inviterOf, [groupId, profileId]);
    if (own && own.inviter_id !== ctx.viewer.id) refuseUnless(caller.role, 'invite');
    await closeInvite(tx, { groupId, profileId });
    return { ok: true };
  });
}

const inviterOf = statement<{ inviter_id: string }>(
  'groups.inviter',
  'select inviter_id from community_invite where community_id = $1 and profile_id = $2',
);
