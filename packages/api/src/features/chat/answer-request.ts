import type { ByConversationId, ConversationFolder, ConversationKind, ConversationView, Done } from '@rookery/contract';
import type { Transaction } from '../../kernel/app.ts';
import type { SignedInCall } from '../../kernel/context.ts';
import { found } from '../../kernel/errors.ts';
import { statement } from '../../kernel/sql.ts';
import { transact } from '../../kernel/transaction.ts';
import { messageRequestClosed } from './chat.events.ts';
import { recordLeft } from './chat.live.ts';
import { mayReadConversation } from './chat.policy.ts';
import { findConversation } from './conversation.view.ts';
import { leaveGroup } from './leave-conversation.ts';
import type { Member } from './locked-group.ts';
import { tellAccepted } from './tell-accepted.ts';

const toInbox = statement<{ id: string }>(
  'chat.accept',
  `update conversation_member m set folder = 'inbox' from conversation c
   where c.id = m.conversation_id and m.profile_id = $1 and m.conversation_id = $2 and m.folder = 'requests'
     and ${mayReadConversation('c', 'm', '$1')} returning m.id`,
);

/** Takes a request into the inbox; what lies there already stays. */
export async function acceptMessageRequest({
  ctx,
  input: { conversationId },
}: SignedInCall<ByConversationId>): Promise<ConversationView> {
  const viewerId = ctx.viewer.id;
  return transact(ctx, async (tx) => {
    const accepted = await tx.sql.first(toInbox, [viewerId, conversationId]);
    if (accepted) await tellAccepted(tx, { conversationId, profileId: viewerId });
    return findConversation(tx, { viewerId, conversationId }, ctx.app.clock.now());
  });
}

const selectKind = statement<{ kind: ConversationKind }>(
  'chat.kind',
  `select c.kind from conversation_member m join conversation c on c.id = m.conversation_id
   where m.profile_id = $1 and m.conversation_id = $2 and m.folder <> 'inbox' and (m.folder = 'declined' or ${mayReadConversation('c', 'm', '$1')})`,
);

const toDeclined = statement<{ before: ConversationFolder | 'declined' }>(
  'chat.decline',
  `with waiting as (
     select folder from conversation_member where profile_id = $1 and conversation_id = $2 and folder <> 'inbox' for no key update
   ), declined as (
     update conversation_member set folder = 'declined' where profile_id = $1 and conversation_id = $2 and exists (select from waiting)
   ) select folder as before from waiting`,
);

/** Declines a request: it is there for the caller no more, which the other one does not notice; a group is left. */
export async function declineMessageRequest({
  ctx,
  input: { conversationId },
}: SignedInCall<ByConversationId>): Promise<Done> {
  const member = { conversationId, profileId: ctx.viewer.id };
  return transact(ctx, async (tx) => {
    const { kind } = found(await tx.sql.first(selectKind, [member.profileId, conversationId]));
    if (kind === 'group') await leaveGroup(tx, member);
    else await declineDirect(tx, member);
    return { ok: true };
  });
}

async function declineDirect(tx: Transaction, { conversationId, profileId }: Member): Promise<void> {
  const { before } = found(await tx.sql.first(toDeclined, [profileId, conversationId]));
  if (before === 'declined') return;
  recordLeft(tx, profileId, conversationId);
  await tx.emit(messageRequestClosed, { conversationId, receiverId: profileId });
}
