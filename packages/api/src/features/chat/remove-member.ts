import type { ConversationView, OfMemberInput } from '@rookery/contract';
import type { SignedInCall } from '../../kernel/context.ts';
import { invalidInput } from '../../kernel/errors.ts';
import { transact } from '../../kernel/transaction.ts';
import { recordConversation } from './chat.live.ts';
import { assertAllowed, removing } from './chat.policy.ts';
import { findConversation } from './conversation.view.ts';
import { lockGroup } from './locked-group.ts';
import { dropMember, roleOf } from './membership.ts';
import { say } from './say.ts';

/** Takes somebody out of a group conversation. */
export async function removeConversationMember({
  ctx,
  input: { conversationId, userId },
}: SignedInCall<OfMemberInput>): Promise<ConversationView> {
  const viewerId = ctx.viewer.id;
  return transact(ctx, async (tx) => {
    const group = await lockGroup(tx, { conversationId, profileId: viewerId });
    assertAllowed(group.role, 'removeMember');
    if (userId === viewerId) throw invalidInput(['userId'], 'is your own');
    const member = { conversationId, profileId: userId };
    assertAllowed(group.role, removing(await roleOf(tx, member)));
    await dropMember(tx, member);
    await say(tx, { conversationId, actorId: viewerId, note: { kind: 'removed', users: [userId] }, grown: -1 });
    recordConversation(tx, conversationId);
    return findConversation(tx, { viewerId, conversationId }, ctx.app.clock.now());
  });
}
