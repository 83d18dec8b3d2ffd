import type { ById, MessageView } from '@rookery/contract';
import type { SignedInCall } from '../../kernel/context.ts';
import { DomainError } from '../../kernel/errors.ts';
import { statement } from '../../kernel/sql.ts';
import { transact } from '../../kernel/transaction.ts';
import { releaseMedia } from '../media/index.ts';
import { recordMessage } from './chat.live.ts';
import { assertAllowed } from './chat.policy.ts';
import { type FoundMessage, findMessageToChange, readMessage } from './find-message.ts';

const empty = statement<{ id: string }>(
  'chat.delete',
  `update message set text = '', facets = '[]', tokens = null, has_media = false, has_reactions = false, version = version + 1, deleted_at = $3
   where conversation_id = $1 and seq = $2 and deleted_at is null returning id`,
);

const dropReactions = statement('chat.drop-reactions', 'delete from message_reaction where message_id = $1');
const dropRevisions = statement('chat.drop-revisions', 'delete from message_revision where message_id = $1');

/** Deletes a message for everybody; its place stays. NOTE: files are locked before messages, as by who deletes a file. */
export async function deleteMessage({ ctx, input }: SignedInCall<ById>): Promise<MessageView> {
  const wanted = { viewerId: ctx.viewer.id, messageId: input.id };
  return transact(ctx, async (tx) => {
    const at = await findMessageToChange(tx, wanted);
    assertDeletable(at);
    await releaseMedia(tx, at.id);
    const { id: messageId, conversation_id: conversationId, seq } = at;
    if (await tx.sql.first(empty, [conversationId, seq, tx.app.clock.now()])) {
      for (const drop of [dropReactions, dropRevisions]) await tx.sql.run(drop, [messageId]);
      recordMessage(tx, 'message.deleted', { conversationId, messageId, seq });
    }
    return readMessage(tx, wanted);
  });
}

function assertDeletable({ own, system, kind, role }: FoundMessage): void {
  if (own) return;
  if (system || kind === 'direct') throw new DomainError('not_owner');
  assertAllowed(role, 'deleteMessages');
}
