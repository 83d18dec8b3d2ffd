import type { ConversationView, SetConversationRoleInput } from '@rookery/contract';
import type { Transaction } from '../../kernel/app.ts';
import type { SignedInCall } from '../../kernel/context.ts';
import { transact } from '../../kernel/transaction.ts';
import { recordConversation } from './chat.live.ts';
import { assertAllowed } from './chat.policy.ts';
import { findConversation } from './conversation.view.ts';
import { lockGroup } from './locked-group.ts';
import { giveRole, refuseLastOwner, roleOf } from './membership.ts';
import { say } from './say.ts';

/** Makes a member of a group conversation an owner, an admin or a plain member. */
export async function setConversationRole({
  ctx,
  input,
}: SignedInCall<SetConversationRoleInput>): Promise<ConversationView> {
  const viewerId = ctx.viewer.id;
  const { conversationId } = input;
  return transact(ctx, async (tx) => {
    const group = await lockGroup(tx, { conversationId, profileId: viewerId });
    assertAllowed(group.role, 'setRole');
    await changeRole(tx, viewerId, input);
    return findConversation(tx, { viewerId, conversationId }, ctx.app.clock.now());
  });
}

async function changeRole(
  tx: Transaction,
  actorId: string,
  { conversationId, userId, role }: SetConversationRoleInput,
): Promise<void> {
  const member = { conversationId, profileId: userId };
  const before = await roleOf(tx, member);
  if (before === role) return;
  if (before === 'owner') await refuseLastOwner(tx, member);
  await giveRole(tx, member, role);
  await say(tx, { conversationId, actorId, note: { kind: 'role', users: [userId], role } });
  recordConversation(tx, conversationId);
}
