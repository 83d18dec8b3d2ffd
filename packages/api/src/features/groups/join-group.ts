import type { ById, Done, GroupView } from '@rookery/contract';
import type { Transaction } from '../../kernel/app.ts';
import type { SignedInCall } from '../../kernel/context.ts';
import { DomainError } from '../../kernel/errors.ts';
import { newId } from '../../kernel/id.ts';
import { statement } from '../../kernel/sql.ts';
import { transact } from '../../kernel/transaction.ts';
import { readGroup } from './group.view.ts';
import { groupJoinRequested } from './groups.events.ts';
import { type LockedGroup, lockGroup } from './locked-group.ts';
import { addMember, closeRequest, dropMember, refuseLastOwner } from './membership.ts';

/** Joins a group, asks to, or accepts an invitation into it; who has done so already stays as he is. */
export async function joinGroup({ ctx, input }: SignedInCall<ById>): Promise<GroupView> {
  return transact(ctx, async (tx) => {
    const group = await lockGroup(tx, input.id, ctx.viewer.id);
    if (group.caller.role === null) await enter(tx, group, ctx.viewer.id);
    return readGroup(tx, ctx.viewer.id, input.id);
  });
}

async function enter(tx: Transaction, { id: groupId, joining, caller }: LockedGroup, profileId: string): Promise<void> {
  if (caller.banned) throw new DomainError('banned');
  if (caller.invited || joining === 'open') return addMember(tx, { groupId, profileId });
  if (joining === 'invite') throw new DomainError('invite_required');
  await askToJoin(tx, groupId, profileId);
}

const insertRequest = statement(
  'groups.ask',
  'insert into community_request (community_id, profile_id, id, created_at) values ($1, $2, $3, $4) on conflict do nothing',
);

/** Staff that is told of a wish to join; of more, those who are it longest. */
const selectStaff = statement<{ profile_id: string }>(
  'groups.staff',
  `select profile_id from community_member where community_id = $1 and role <> 'member' order by id limit 100`,
);

async function askToJoin(tx: Transaction, groupId: string, requesterId: string): Promise<void> {
  if ((await tx.sql.run(insertRequest, [groupId, requesterId, newId(), tx.app.clock.now()])) === 0) return;
  const staffIds = (await tx.sql.rows(selectStaff, [groupId])).map((row) => row.profile_id);
  await tx.emit(groupJoinRequested, { groupId, requesterId, staffIds });
}

/** Leaves a group, or takes back the wish to join it. Its last owner hands it over or deletes it. */
export async function leaveGroup({ ctx, input }: SignedInCall<ById>): Promise<Done> {
  const person = { groupId: input.id, profileId: ctx.viewer.id };
  return transact(ctx, async (tx) => {
    const { caller } = await lockGroup(tx, input.id, ctx.viewer.id);
    if (caller.role === 'owner') await refuseLastOwner(tx, person);
    if (caller.role !== null) await dropMember(tx, person);
    else if (caller.requested) await closeRequest(tx, person);
    return { ok: true };
  });
}
