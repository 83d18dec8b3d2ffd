import type { GroupJoining, GroupRole, GroupVisibility } from '@rookery/contract';
import type { Transaction } from '../../kernel/app.ts';
import { DomainError, found } from '../../kernel/errors.ts';
import { statement } from '../../kernel/sql.ts';
import { type GroupDeed, refuseUnless } from './group.policy.ts';
import { standingColumns } from './group.view.ts';

/** How somebody stands to a group. */
export interface Standing {
  role: GroupRole | null;
  requested: boolean;
  invited: boolean;
  banned: boolean;
}

/** A group that is locked, and how the caller stands to it. */
export interface LockedGroup {
  id: string;
  visibility: GroupVisibility;
  joining: GroupJoining;
  caller: Standing;
}

const lock = statement('groups.lock', 'select from community where id = $1 for no key update');

const selectLocked = statement<Standing & Pick<LockedGroup, 'visibility' | 'joining'>>(
  'groups.locked',
  `select g.visibility, g.joining, ${standingColumns('g.id', '$2')},
     exists (select from community_ban b where b.community_id = g.id and b.profile_id = $2) as banned
   from community g where g.id = $1 and g.deleted_at is null`,
);

/**
 * Locks a group until the transaction ends, or refuses with `not_found` what is not there for the caller. NOTE: whatever
 * changes who stands how to a group does this first, so that each sees all that others did.
 */
export async function lockGroup({ sql }: Transaction, groupId: string, callerId: string): Promise<LockedGroup> {
  // NOTE: sent together, run one after the other: what the second sees is of after the first.
  const [, row] = await Promise.all([sql.run(lock, [groupId]), sql.first(selectLocked, [groupId, callerId])]);
  const { visibility, joining, ...caller } = found(row);
  if (visibility === 'private' && caller.role === null && !caller.invited) throw new DomainError('not_found');
  return { id: groupId, visibility, joining, caller };
}

/** Locks a group for a deed, and refuses it unless the caller's role includes it. */
export async function lockGroupFor(
  tx: Transaction,
  { groupId, callerId }: { groupId: string; callerId: string },
  deed: GroupDeed,
): Promise<LockedGroup> {
  const group = await lockGroup(tx, groupId, callerId);
  refuseUnless(group.caller.role, deed);
  return group;
}

const selectStanding = statement<Standing>(
  'groups.standing',
  `select ${standingColumns('$1', '$2')},
     exists (select from community_ban b where b.community_id = $1 and b.profile_id = $2) as banned`,
);

/** How somebody stands to a group that is locked. */
export async function standingOf({ sql }: Transaction, groupId: string, profileId: string): Promise<Standing> {
  return found(await sql.first(selectStanding, [groupId, profileId]));
}
