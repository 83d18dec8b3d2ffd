import type { ByConversationId, Done } from '@rookery/contract';
import type { Transaction } from '../../kernel/app.ts';
import type { SignedInCall } from '../../kernel/context.ts';
import { found } from '../../kernel/errors.ts';
import { statement } from '../../kernel/sql.ts';
import { transact } from '../../kernel/transaction.ts';
import { dropConversationJob } from './chat.jobs.ts';
import { recordConversation } from './chat.live.ts';
import { isShown } from './chat.policy.ts';
import { emptyConversation } from './drop-conversation.ts';
import { markLeaver } from './leavers.ts';
import { lockGroup, type Member } from './locked-group.ts';
import { dropMember, giveRole } from './membership.ts';
import { say } from './say.ts';

/** Leaves a group conversation; the last owner leaves it to the oldest admin, or else to the oldest member. */
export async function leaveConversation({
  ctx,
  input: { conversationId },
}: SignedInCall<ByConversationId>): Promise<Done> {
  return transact(ctx, async (tx) => {
    await leaveGroup(tx, { conversationId, profileId: ctx.viewer.id });
    return { ok: true };
  });
}

/** Leaves a group conversation, and tells who stays. */
export async function leaveGroup(tx: Transaction, member: Member): Promise<void> {
  await lockGroup(tx, member);
  const heirId = await quitGroup(tx, member);
  if (heirId === undefined) return;
  await markLeaver(tx, member);
  await tellOfLeaving(tx, member, heirId);
}

async function tellOfLeaving(
  tx: Transaction,
  { conversationId, profileId: actorId }: Member,
  heirId: string | null,
): Promise<void> {
  if (heirId) await say(tx, { conversationId, actorId, note: { kind: 'role', users: [heirId], role: 'owner' } });
  await say(tx, { conversationId, actorId, note: { kind: 'left' }, grown: -1 });
  recordConversation(tx, conversationId);
}

const selectRest = statement<{ empty: boolean; heir_id: string | null }>(
  'chat.heir',
  `select not exists (select from conversation_member m where m.conversation_id = $1) as empty,
     case when not exists (select from conversation_member m where m.conversation_id = $1 and m.role = 'owner') then (
       select m.profile_id from conversation_member m where m.conversation_id = $1 order by ${isShown('m.profile_id')} desc, m.role = 'admin' desc, m.id limit 1) end as heir_id`,
);

/**
 * Takes somebody out of a group conversation whose members are locked, and sees to its owner; gives who that has become, if another,
 * or undefined when nobody is left, and so the conversation goes. NOTE: else the caller counts him out.
 */
export async function quitGroup(tx: Transaction, member: Member): Promise<string | null | undefined> {
  const { conversationId } = member;
  await dropMember(tx, member);
  const rest = found(await tx.sql.first(selectRest, [conversationId]));
  if (rest.empty) {
    await emptyConversation(tx, conversationId);
    await tx.enqueue(dropConversationJob, { conversationId });
    return undefined;
  }
  if (rest.heir_id) await giveRole(tx, { conversationId, profileId: rest.heir_id }, 'owner');
  return rest.heir_id;
}
