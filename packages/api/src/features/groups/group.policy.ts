import type { GroupRole } from '@rookery/contract';
import { DomainError } from '../../kernel/errors.ts';

/** Which deeds are a role's; what is in no column is nobody's. */
// biome-ignore format: a table
const deeds = {
  //                 owner  moderator member
  post:             [true,  true,  true ],
  leave:            [true,  true,  true ],
  inviteIntoOpen:   [true,  true,  true ],
  invite:           [true,  true,  false],
  answerRequests:   [true,  true,  false],
  removePosts:      [true,  true,  false],
  removeMembers:    [true,  true,  false],
  ban:              [true,  true,  false],
  removeModerators: [true,  false, false],
  removeOwners:     [false, false, false],
  setRoles:         [true,  false, false],
  update:           [true,  false, false],
  delete:           [true,  false, false],
} as const;

/** What may be done in a group, or not, by what somebody is in it. */
export type GroupDeed = keyof typeof deeds;

const columns: Record<GroupRole, 0 | 1 | 2> = { owner: 0, moderator: 1, member: 2 };

/** Whether a role, which is null for who is no member, includes a deed. */
export function may(role: GroupRole | null, deed: GroupDeed): boolean {
  return role !== null && deeds[deed][columns[role]];
}

/** Refuses a deed that the role, which is null for who is no member, does not include. */
export function refuseUnless(role: GroupRole | null, deed: GroupDeed): void {
  if (!may(role, deed)) throw new DomainError('role_required');
}

/** The deed that it is to invite into a group: where staff decides who joins, members do not get around it. */
export function inviting(joining: 'open' | 'request' | 'invite'): GroupDeed {
  return joining === 'open' ? 'inviteIntoOpen' : 'invite';
}

/** The deed that it is to remove somebody who has a role, or to ban somebody who has none. */
export function removing(role: GroupRole | null): GroupDeed {
  if (role === null) return 'ban';
  return ({ owner: 'removeOwners', moderator: 'removeModerators', member: 'removeMembers' } as const)[role];
}
