import { type GroupRole, limits } from '@rookery/contract';
import type { Transaction } from '../../kernel/app.ts';
import { DomainError, found } from '../../kernel/errors.ts';
import { newId } from '../../kernel/id.ts';
import { statement } from '../../kernel/sql.ts';
import { groupInviteClosed, groupJoinRequestClosed } from './groups.events.ts';

/** Somebody and the group that he stands to; the group is locked. */
export interface GroupPerson {
  groupId: string;
  profileId: string;
}

// NOTE: the counter moves only with the row, in one statement.
const insertMember = statement<{ made: number }>(
  'groups.add-member',
  `with made as (
     insert into community_member (community_id, profile_id, id, role, created_at) values ($1, $2, $3, $4, $5) on conflict do nothing returning 1
   ), counted as (
     update community set member_count = member_count + 1 where id = $1 and exists (select from made)
   ) select count(*)::int as made from made`,
);
const deleteMember = statement<{ gone: number }>(
  'groups.drop-member',
  `with gone as (
     delete from community_member where community_id = $1 and profile_id = $2 returning 1
   ), counted as (
     update community set member_count = member_count - 1 where id = $1 and exists (select from gone)
   ) select count(*)::int as gone from gone`,
);

/** Makes somebody a member, who is asked and asks for nothing then. */
export async function addMember(
  tx: Transaction,
  { groupId, profileId }: GroupPerson,
  role: GroupRole = 'member',
): Promise<void> {
  await closeInvite(tx, { groupId, profileId });
  await closeRequest(tx, { groupId, profileId });
  await tx.sql.first(insertMember, [groupId, profileId, newId(), role, tx.app.clock.now()]);
}

/** Makes somebody a member no more. */
export async function dropMember({ sql }: Transaction, { groupId, profileId }: GroupPerson): Promise<void> {
  await sql.first(deleteMember, [groupId, profileId]);
}

const dropInvite = statement<{ inviter_id: string }>(
  'groups.drop-invite',
  'delete from community_invite where community_id = $1 and profile_id = $2 returning inviter_id',
);

/** Takes an invitation away, if there is one. */
export async function closeInvite(tx: Transaction, { groupId, profileId }: GroupPerson): Promise<void> {
  const row = await tx.sql.first(dropInvite, [groupId, profileId]);
  if (row) await tx.emit(groupInviteClosed, { groupId, inviterId: row.inviter_id, inviteeId: profileId });
}

const dropRequest = statement(
  'groups.drop-request',
  'delete from community_request where community_id = $1 and profile_id = $2',
);

/** Takes a wish to join away; tells whether there was one. */
export async function closeRequest(tx: Transaction, { groupId, profileId }: GroupPerson): Promise<boolean> {
  const gone = (await tx.sql.run(dropRequest, [groupId, profileId])) > 0;
  if (gone) await tx.emit(groupJoinRequestClosed, { groupId, requesterId: profileId });
  return gone;
}

const otherOwner = statement<{ profile_id: string }>(
  'groups.other-owner',
  `select profile_id from community_member where community_id = $1 and role = 'owner' and profile_id <> $2 limit 1`,
);

/** Refuses to leave a group without an owner. */
export async function refuseLastOwner({ sql }: Transaction, { groupId, profileId }: GroupPerson): Promise<void> {
  if (!(await sql.first(otherOwner, [groupId, profileId]))) throw new DomainError('last_owner');
}

const lockProfile = statement('groups.lock-owner', 'select from profile where id = $1 for no key update');
const countOwned = statement<{ owned: number }>(
  'groups.owned',
  `select count(*)::int as owned from community_member m join community g on g.id = m.community_id and g.deleted_at is null
   where m.profile_id = $1 and m.role = 'owner'`,
);

/** Refuses to let somebody own one more group when he has as many as allowed. */
export async function refuseMoreOwned({ sql }: Transaction, profileId: string): Promise<void> {
  // NOTE: what others make him own and commit before the lock is counted after it.
  await sql.run(lockProfile, [profileId]);
  const { owned } = found(await sql.first(countOwned, [profileId]));
  if (owned >= limits.ownedGroups) throw new DomainError('limit_reached');
}
