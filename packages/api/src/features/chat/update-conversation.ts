import type { ConversationView, UpdateConversationInput } from '@rookery/contract';
import type { Transaction } from '../../kernel/app.ts';
import type { SignedInCall } from '../../kernel/context.ts';
import { statement } from '../../kernel/sql.ts';
import { transact } from '../../kernel/transaction.ts';
import { placeMedia } from '../media/index.ts';
import { recordConversation } from './chat.live.ts';
import { assertAllowed } from './chat.policy.ts';
import { findConversation } from './conversation.view.ts';
import { lockGroup } from './locked-group.ts';
import type { StoredNote } from './message.view.ts';
import { say } from './say.ts';

const update = statement(
  'chat.update',
  'update conversation set title = coalesce($2, title), avatar_id = case when $3 then $4::uuid else avatar_id end where id = $1',
);

/** Gives a group conversation another title or picture. */
export async function updateConversation({
  ctx,
  input,
}: SignedInCall<UpdateConversationInput>): Promise<ConversationView> {
  const { conversationId, title, avatarId } = input;
  const viewerId = ctx.viewer.id;
  return transact(ctx, async (tx) => {
    await showAvatar(tx, viewerId, input);
    const group = await lockGroup(tx, { conversationId, profileId: viewerId });
    assertAllowed(group.role, 'update');
    const notes: StoredNote[] = [];
    if (title !== undefined && title !== group.title) notes.push({ kind: 'renamed', title });
    if (avatarId !== undefined && avatarId !== group.avatar_id) notes.push({ kind: 'avatar' });
    if (notes.length > 0) {
      await tx.sql.run(update, [conversationId, title ?? null, avatarId !== undefined, avatarId ?? null]);
      for (const note of notes) await say(tx, { conversationId, actorId: viewerId, note });
      recordConversation(tx, conversationId);
    }
    return findConversation(tx, { viewerId, conversationId }, ctx.app.clock.now());
  });
}

/** NOTE: files are locked before the conversation, as they are when one is deleted. */
async function showAvatar(
  tx: Transaction,
  ownerId: string,
  { conversationId, avatarId }: UpdateConversationInput,
): Promise<void> {
  if (avatarId === undefined) return;
  await placeMedia(tx, { ownerId, holderId: conversationId, position: 0 }, { field: 'avatarId', mediaId: avatarId });
}
