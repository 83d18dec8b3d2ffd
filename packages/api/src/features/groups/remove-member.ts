import type { Done, GroupPersonInput, RemoveMemberInput } from '@rookery/contract';
import type { Transaction } from '../../kernel/app.ts';
import type { SignedInCall } from '../../kernel/context.ts';
import { found, invalidInput } from '../../kernel/errors.ts';
import { newId } from '../../kernel/id.ts';
import { statement } from '../../kernel/sql.ts';
import { transact } from '../../kernel/transaction.ts';
import { mayMeet } from '../graph/index.ts';
import { refuseUnless, removing } from './group.policy.ts';
import { lockGroup, lockGroupFor, standingOf } from './locked-group.ts';
import { closeInvite, closeRequest, dropMember, type GroupPerson } from './membership.ts';

/** Makes somebody a member no more, or keeps him from becoming one, or both. */
export async function removeMember({ ctx, input }: SignedInCall<RemoveMemberInput>): Promise<Done> {
  const { id: groupId, userId: profileId, ban } = input;
  const person = { groupId, profileId };
  return transact(ctx, async (tx) => {
    const { caller } = await lockGroup(tx, groupId, ctx.viewer.id);
    refuseUnless(caller.role, 'removeMembers');
    if (profileId === ctx.viewer.id) throw invalidInput(['userId'], 'is your own');
    const { role, banned } = await standingOf(tx, groupId, profileId);
    refuseUnless(caller.role, removing(role));
    if (role !== null) await dropMember(tx, person);
    else if (!banned) await refuseUnmet(tx, { ban, callerId: ctx.viewer.id, profileId });
    if (ban) await banPerson(tx, person);
    return { ok: true };
  });
}

/** NOTE: who is no member may be banned beforehand, unless he is not there for the caller. */
async function refuseUnmet(
  { sql }: Transaction,
  { ban, callerId, profileId }: { ban: boolean; callerId: string; profileId: string },
): Promise<void> {
  found(ban ? await sql.first(selectMet, [callerId, profileId]) : null);
}

const selectMet = statement<{ id: string }>(
  'groups.ban-met',
  `select p.id from profile p where p.id = $2 and ${mayMeet('p', '$1')}`,
);

// NOTE: of nobody there is no row to insert.
const insertBan = statement<{ profile_id: string }>(
  'groups.ban',
  `insert into community_ban (community_id, profile_id, id, created_at) select $1, p.id, $3, $4 from profile p where p.id = $2
   on conflict (community_id, profile_id) do update set created_at = community_ban.created_at returning profile_id`,
);

async function banPerson(tx: Transaction, person: GroupPerson): Promise<void> {
  const { groupId, profileId } = person;
  found(await tx.sql.first(insertBan, [groupId, profileId, newId(), tx.app.clock.now()]));
  await closeInvite(tx, person);
  await closeRequest(tx, person);
}

const deleteBan = statement('groups.unban', 'delete from community_ban where community_id = $1 and profile_id = $2');

/** Lets somebody come back who was banned; of who was not, nothing changes. */
export async function unbanMember({ ctx, input }: SignedInCall<GroupPersonInput>): Promise<Done> {
  return transact(ctx, async (tx) => {
    await lockGroupFor(tx, { groupId: input.id, callerId: ctx.viewer.id }, 'ban');
    await tx.sql.run(deleteBan, [input.id, input.userId]);
    return { ok: true };
  });
}
