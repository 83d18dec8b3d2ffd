import { type AddMembersInput, type ConversationView, limits } from '@rookery/contract';
import type { Transaction } from '../../kernel/app.ts';
import type { SignedInCall } from '../../kernel/context.ts';
import { DomainError, found } from '../../kernel/errors.ts';
import { type Sql, statement } from '../../kernel/sql.ts';
import { transact } from '../../kernel/transaction.ts';
import { chargePeople } from './charge-people.ts';
import { recordConversation } from './chat.live.ts';
import { assertAllowed } from './chat.policy.ts';
import { findConversation } from './conversation.view.ts';
import { findLeavers, forgetLeavers } from './leavers.ts';
import { lockGroup } from './locked-group.ts';
import { addMembers, type Newcomer, receive, refuseTwice, tellStrangers } from './membership.ts';
import { say } from './say.ts';

const selectPresent = statement<{ profile_id: string }>(
  'chat.present',
  'select profile_id from conversation_member where conversation_id = $1 and profile_id = any($2::uuid[])',
);

const lockLast = statement<{ last_seq: number }>(
  'chat.lock-last',
  'select last_seq from conversation where id = $1 for no key update',
);

/** Brings people into a group conversation; those who are in it already stay as they are. */
export async function addConversationMembers({
  ctx,
  input: { conversationId, userIds },
}: SignedInCall<AddMembersInput>): Promise<ConversationView> {
  const viewerId = ctx.viewer.id;
  await chargePeople(ctx, userIds);
  return transact(ctx, async (tx) => {
    refuseTwice(userIds);
    const group = await lockGroup(tx, { conversationId, profileId: viewerId });
    assertAllowed(group.role, 'addMembers');
    const present = await presentOf(tx.sql, conversationId, userIds);
    const gone = await findLeavers(tx.sql, conversationId, userIds);
    const newcomers = await receive(tx, viewerId, { userIds, present, gone });
    const { length: grown } = newcomers;
    if (group.member_count + grown > limits.conversationMembers) throw new DomainError('limit_reached');
    if (grown > 0) await bringIn(tx, { conversationId, actorId: viewerId }, newcomers);
    return findConversation(tx, { viewerId, conversationId }, ctx.app.clock.now());
  });
}

async function bringIn(
  tx: Transaction,
  { conversationId, actorId }: { conversationId: string; actorId: string },
  newcomers: readonly Newcomer[],
): Promise<void> {
  const { last_seq: fromSeq } = found(await tx.sql.first(lockLast, [conversationId]));
  await addMembers(tx, { conversationId, fromSeq }, newcomers);
  const users = newcomers.map(({ profileId }) => profileId);
  await forgetLeavers(tx, conversationId, users);
  await say(tx, { conversationId, actorId, note: { kind: 'added', users }, grown: users.length });
  recordConversation(tx, conversationId);
  await tellStrangers(tx, { conversationId, senderId: actorId }, newcomers);
}

async function presentOf(sql: Sql, conversationId: string, userIds: readonly string[]): Promise<Set<string>> {
  const rows = await sql.rows(selectPresent, [conversationId, userIds]);
  return new Set(rows.map((row) => row.profile_id));
}
