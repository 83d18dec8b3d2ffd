import type { ById, ConversationView } from '@rookery/contract';
import type { SignedInCall } from '../../kernel/context.ts';
import { findConversation } from './conversation.view.ts';

/** One conversation of the caller. */
export async function getConversation({ ctx, input }: SignedInCall<ById>): Promise<ConversationView> {
  return findConversation(ctx.app, { viewerId: ctx.viewer.id, conversationId: input.id }, ctx.app.clock.now());
}
