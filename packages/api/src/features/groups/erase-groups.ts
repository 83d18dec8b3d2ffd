import type { Transaction } from '../../kernel/app.ts';
import { type Statement, statement } from '../../kernel/sql.ts';
import { hideGroup } from './delete-group.ts';
import { closeInvite, closeRequest, dropMember } from './membership.ts';

const rowsAtOnce = 50;

interface TieRow {
  group_id: string;
  profile_id: string;
}

const some = (name: string, table: string, column = 'profile_id'): Statement<TieRow> =>
  statement(
    name,
    `select community_id as group_id, profile_id from ${table} where ${column} = $1 order by community_id, profile_id limit ${rowsAtOnce}`,
  );

const received = some('groups.erase-received', 'community_invite');
const sent = some('groups.erase-sent', 'community_invite', 'inviter_id');
const asked = some('groups.erase-asked', 'community_request');
const joined = some('groups.erase-joined', 'community_member');
const dropBans = statement('groups.erase-bans', 'delete from community_ban where profile_id = $1');

const lock = statement<{ deleted: boolean }>(
  'groups.lock-to-leave',
  'select deleted_at is not null as deleted from community where id = $1 for no key update',
);

/** Ends all that somebody has to do with groups; those that he alone owns go on with another owner, or end. */
export async function eraseGroups(tx: Transaction, profileId: string): Promise<boolean> {
  const invites = [...(await tx.sql.rows(received, [profileId])), ...(await tx.sql.rows(sent, [profileId]))];
  for (const { group_id: groupId, profile_id } of invites) await closeInvite(tx, { groupId, profileId: profile_id });
  if (invites.length > 0) return true;
  const requests = await tx.sql.rows(asked, [profileId]);
  for (const { group_id: groupId } of requests) await closeRequest(tx, { groupId, profileId });
  if (requests.length > 0) return true;
  const [membership] = await tx.sql.rows(joined, [profileId]);
  if (membership) await quit(tx, membership.group_id, profileId);
  return membership !== undefined || (await tx.sql.run(dropBans, [profileId])) > 0;
}

const lacksOwner = statement<{ heir_id: string | null }>(
  'groups.heir',
  `select (
     select m.profile_id from community_member m join profile p on p.id = m.profile_id where m.community_id = $1
     order by p.hidden_at is null desc, m.role = 'moderator' desc, m.id limit 1
   ) as heir_id where not exists (select from community_member m where m.community_id = $1 and m.role = 'owner')`,
);
const inherit = statement(
  'groups.inherit',
  `update community_member set role = 'owner' where community_id = $1 and profile_id = $2`,
);

async function quit(tx: Transaction, groupId: string, profileId: string): Promise<void> {
  const group = await tx.sql.first(lock, [groupId]);
  await dropMember(tx, { groupId, profileId });
  if (!group || group.deleted) return;
  const orphan = await tx.sql.first(lacksOwner, [groupId]);
  if (orphan?.heir_id) await tx.sql.run(inherit, [groupId, orphan.heir_id]);
  else if (orphan) await hideGroup(tx, groupId);
}
