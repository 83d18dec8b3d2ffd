import type { ByConversationId, ConversationView, MuteConversationInput } from '@rookery/contract';
import type { Transaction } from '../../kernel/app.ts';
import type { SignedInCall } from '../../kernel/context.ts';
import { found, invalidInput } from '../../kernel/errors.ts';
import { statement } from '../../kernel/sql.ts';
import { transact } from '../../kernel/transaction.ts';
import { recordOwnConversation } from './chat.live.ts';
import { mayReadConversation } from './chat.policy.ts';
import { findConversation } from './conversation.view.ts';
import type { Member } from './locked-group.ts';

const forGood = new Date('9999-12-31T00:00:00.000Z');

const setMuted = statement<{ id: string }>(
  'chat.set-muted',
  `update conversation_member m set muted_until = $3 from conversation c
   where c.id = m.conversation_id and m.profile_id = $1 and m.conversation_id = $2 and ${mayReadConversation('c', 'm', '$1')} returning m.id`,
);

/** Mutes a conversation, for good or until some time; of one that is muted, changes until when. */
export async function muteConversation({
  ctx,
  input: { conversationId, until = forGood },
}: SignedInCall<MuteConversationInput>): Promise<ConversationView> {
  return transact(ctx, async (tx) => {
    // NOTE: refused in here, where a repeated call has got its first answer already.
    if (until <= ctx.app.clock.now()) throw invalidInput(['until'], 'is in the past');
    return muteUntil(tx, { conversationId, profileId: ctx.viewer.id }, until);
  });
}

/** Mutes a conversation no more. */
export async function unmuteConversation({
  ctx,
  input: { conversationId },
}: SignedInCall<ByConversationId>): Promise<ConversationView> {
  return transact(ctx, (tx) => muteUntil(tx, { conversationId, profileId: ctx.viewer.id }, null));
}

async function muteUntil(
  tx: Transaction,
  { conversationId, profileId }: Member,
  until: Date | null,
): Promise<ConversationView> {
  found(await tx.sql.first(setMuted, [profileId, conversationId, until]));
  recordOwnConversation(tx, profileId, conversationId);
  return findConversation(tx, { viewerId: profileId, conversationId }, tx.app.clock.now());
}
