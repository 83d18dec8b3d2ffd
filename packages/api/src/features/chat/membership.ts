import type { ConversationFolder, ConversationRole } from '@rookery/contract';
import type { Transaction } from '../../kernel/app.ts';
import { DomainError, found, invalidInput } from '../../kernel/errors.ts';
import { newId } from '../../kernel/id.ts';
import { statement } from '../../kernel/sql.ts';
import { messageRequestClosed, messageRequested } from './chat.events.ts';
import { recordJoined, recordLeft } from './chat.live.ts';
import type { Member } from './locked-group.ts';
import { findReception } from './reception.ts';

/** Somebody who is to take part in a conversation. */
export interface Newcomer {
  profileId: string;
  role: ConversationRole;
  folder: ConversationFolder;
}

/** Refuses a list of people in which somebody stands twice. */
export function refuseTwice(userIds: readonly string[]): void {
  for (const [index, id] of userIds.entries()) {
    if (userIds.indexOf(id) < index) throw invalidInput(['userIds', index], 'is there twice');
  }
}

/** Whom a caller wants to bring in, and who of them is there already, or has left by himself. */
export interface Wanted {
  userIds: readonly string[];
  present: ReadonlySet<string>;
  gone: ReadonlySet<string>;
}

/**
 * Those who are not `present` of the people whom a caller wants to bring in; refuses whom he may not meet, who refuses him, and who
 * has left and does not know him.
 */
export async function receive(
  tx: Transaction,
  callerId: string,
  { userIds, present, gone }: Wanted,
): Promise<Newcomer[]> {
  const receptions = await findReception(
    tx.sql,
    callerId,
    userIds.filter((id) => !present.has(id)),
  );
  return userIds.flatMap((profileId, index) => {
    if (present.has(profileId)) return [];
    const folder = found(receptions.get(profileId));
    if (folder === 'refused') throw invalidInput(['userIds', index], 'takes no messages from you');
    if (folder !== 'inbox' && gone.has(profileId)) throw invalidInput(['userIds', index], 'has left');
    return { profileId, role: 'member' as const, folder };
  });
}

const insertMembers = statement(
  'chat.add-members',
  `insert into conversation_member (profile_id, conversation_id, id, role, folder, from_seq, last_read_seq, joined_at)
   select profile_id, $1, id, role, folder, $2, $2, $3 from unnest($4::uuid[], $5::uuid[], $6::text[], $7::text[]) as w(profile_id, id, role, folder)`,
);

/** Lets people take part from the message after `fromSeq` on. NOTE: the caller counts them. */
export async function addMembers(
  tx: Transaction,
  { conversationId, fromSeq }: { conversationId: string; fromSeq: number },
  people: readonly Newcomer[],
): Promise<void> {
  const columns = [people.map((one) => one.profileId), people.map(newId), people.map((one) => one.role)];
  const values = [conversationId, fromSeq, tx.app.clock.now(), ...columns, people.map((one) => one.folder)];
  await tx.sql.run(insertMembers, values);
  for (const { profileId } of people) recordJoined(tx, profileId, conversationId);
}

/** Tells those among whose requests a conversation waits. */
export async function tellStrangers(
  tx: Transaction,
  asked: { conversationId: string; senderId: string },
  people: readonly Newcomer[],
): Promise<void> {
  const receiverIds = people.flatMap(({ profileId, folder }) => (folder === 'requests' ? [profileId] : []));
  if (receiverIds.length > 0) await tx.emit(messageRequested, { ...asked, receiverIds });
}

const deleteMember = statement<{ folder: ConversationFolder }>(
  'chat.drop-member',
  'delete from conversation_member where profile_id = $1 and conversation_id = $2 returning folder',
);

/** Lets somebody take part no more, and tells his devices. NOTE: the caller counts him out. */
export async function dropMember(tx: Transaction, { conversationId, profileId }: Member): Promise<void> {
  const { folder } = found(await tx.sql.first(deleteMember, [profileId, conversationId]));
  recordLeft(tx, profileId, conversationId);
  if (folder === 'requests') await tx.emit(messageRequestClosed, { conversationId, receiverId: profileId });
}

const selectRole = statement<{ role: ConversationRole }>(
  'chat.role',
  'select role from conversation_member where profile_id = $1 and conversation_id = $2 for no key update',
);
const updateRole = statement(
  'chat.set-role',
  'update conversation_member set role = $3 where profile_id = $1 and conversation_id = $2',
);
const otherOwner = statement<{ profile_id: string }>(
  'chat.other-owner',
  `select profile_id from conversation_member where conversation_id = $2 and role = 'owner' and profile_id <> $1 limit 1`,
);

/** What a member may do, or `not_found`; the membership is locked. */
export async function roleOf({ sql }: Transaction, { conversationId, profileId }: Member): Promise<ConversationRole> {
  return found(await sql.first(selectRole, [profileId, conversationId])).role;
}

/** Gives a member another role. */
export async function giveRole(
  { sql }: Transaction,
  { conversationId, profileId }: Member,
  role: ConversationRole,
): Promise<void> {
  await sql.run(updateRole, [profileId, conversationId, role]);
}

/** Refuses to leave a conversation whose members are locked without an owner. */
export async function refuseLastOwner({ sql }: Transaction, { conversationId, profileId }: Member): Promise<void> {
  if (!(await sql.first(otherOwner, [profileId, conversationId]))) throw new DomainError('last_owner');
}
