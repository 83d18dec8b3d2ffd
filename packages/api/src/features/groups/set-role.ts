import type { Done, SetGroupRoleInput } from '@rookery/contract';
import type { SignedInCall } from '../../kernel/context.ts';
import { found } from '../../kernel/errors.ts';
import { statement } from '../../kernel/sql.ts';
import { transact } from '../../kernel/transaction.ts';
import { lockGroupFor, standingOf } from './locked-group.ts';
import { refuseLastOwner, refuseMoreOwned } from './membership.ts';

const setRole = statement(
  'groups.set-role',
  'update community_member set role = $3 where community_id = $1 and profile_id = $2',
);

/** Makes a member an owner, a moderator or a plain member. */
export async function setGroupRole({ ctx, input }: SignedInCall<SetGroupRoleInput>): Promise<Done> {
  const { id: groupId, userId: profileId, role } = input;
  return transact(ctx, async (tx) => {
    await lockGroupFor(tx, { groupId, callerId: ctx.viewer.id }, 'setRoles');
    const before = found((await standingOf(tx, groupId, profileId)).role);
    if (before === role) return { ok: true };
    if (before === 'owner') await refuseLastOwner(tx, { groupId, profileId });
    if (role === 'owner') await refuseMoreOwned(tx, profileId);
    await tx.sql.run(setRole, [groupId, profileId, role]);
    return { ok: true };
  });
}
