import type { EditMessageInput, MessageView } from '@rookery/contract';
import type { SignedInCall } from '../../kernel/context.ts';
import { DomainError, invalidInput } from '../../kernel/errors.ts';
import { statement } from '../../kernel/sql.ts';
import { transact } from '../../kernel/transaction.ts';
import { readFacets } from '../posts/index.ts';
import { recordMessage } from './chat.live.ts';
import { assertWelcome, findMessageToChange, lockMessage, readMessage } from './find-message.ts';
import { vectorOf } from './message-words.ts';

const rewrite = statement(
  'chat.rewrite',
  `with kept as (
     insert into message_revision (message_id, version, text, facets, created_at)
     select id, version, text, facets, coalesce(edited_at, created_at) from message where conversation_id = $1 and seq = $2
   ) update message set text = $3, facets = $4, edited_at = $5, tokens = $6::tsvector, version = version + 1 where conversation_id = $1 and seq = $2`,
);

/** Makes an own message say something else and keeps what it said; a text that is the same makes no version. */
export async function editMessage({ ctx, input }: SignedInCall<EditMessageInput>): Promise<MessageView> {
  const { id: messageId, text } = input;
  const wanted = { viewerId: ctx.viewer.id, messageId };
  const facets = await readFacets(ctx.app.sql, text, ctx.viewer.id);
  return transact(ctx, async (tx) => {
    const at = await findMessageToChange(tx, wanted);
    if (!at.own) throw new DomainError('not_owner');
    assertWelcome(at);
    const before = await lockMessage(tx, at);
    if (text === '' && !before.has_media) throw invalidInput(['text'], 'is empty, and there is no media');
    if (text !== before.text) {
      const { conversation_id: conversationId, seq } = at;
      const said = [text, JSON.stringify(facets), tx.app.clock.now(), vectorOf(conversationId, text)];
      await tx.sql.run(rewrite, [conversationId, seq, ...said]);
      recordMessage(tx, 'message.updated', { conversationId, messageId, seq });
    }
    return readMessage(tx, wanted);
  });
}
