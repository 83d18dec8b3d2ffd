import { type Facet, MediaKind, type MessageView, type SendMessageInput } from '@rookery/contract';
import type { Transaction } from '../../kernel/app.ts';
import type { SignedInCall } from '../../kernel/context.ts';
import { DomainError, found } from '../../kernel/errors.ts';
import { newId } from '../../kernel/id.ts';
import { brokenUnique } from '../../kernel/pg-error.ts';
import { statement } from '../../kernel/sql.ts';
import { transact } from '../../kernel/transaction.ts';
import { holdMedia } from '../media/index.ts';
import { readFacets } from '../posts/index.ts';
import { type SummaryRow, summaryColumns } from '../profiles/index.ts';
import { messageRequested, messageSent } from './chat.events.ts';
import { recordMessage, recordOwnConversation } from './chat.live.ts';
import { isRefused, mayReadConversation, otherOf } from './chat.policy.ts';
import { hydrateMessagesForEach, type MessageRow, toMessageView } from './message.view.ts';
import { vectorOf } from './message-words.ts';
import { tellAccepted } from './tell-accepted.ts';

type SentRow = SummaryRow & {
  /** Null when nothing was sent. */
  seq: number | null;
  refused: boolean;
  folder: 'inbox' | 'requests';
  /** The other one of a direct conversation. */
  other_id: string | null;
  /** It is a request for the other one still. */
  asks: boolean;
};

/**
 * NOTE: the sender's membership is locked first and the conversation last, as by all who change either, so that nobody speaks
 * who was removed, and the numbers of a conversation have no gap and follow the order of commits.
 */
const insertMessage = statement<SentRow>(
  'chat.send',
  `with me as (
     select m.conversation_id, m.profile_id, m.folder, c.kind, o.profile_id as other_id, o.folder as other_folder,
       ${isRefused} as refused
     from conversation_member m join conversation c on c.id = m.conversation_id join profile a on a.id = m.profile_id
     left join conversation_member o on c.kind = 'direct' and o.profile_id = ${otherOf('c', 'm.profile_id')} and o.conversation_id = c.id
     where m.profile_id = $2 and m.conversation_id = $1 and ${mayReadConversation('c', 'm', '$2')}
     for no key update of m
   ), counted as (
     update conversation c set last_seq = c.last_seq + 1, last_message_at = $9 from me
     where c.id = me.conversation_id and me.refused is not true and not exists (
       select from message k where k.conversation_id = $1 and k.sender_id = $2 and k.client_id = $4)
     returning c.last_seq
   ), made as (
     insert into message (conversation_id, seq, id, sender_id, client_id, text, facets, reply_to_seq, has_media, created_at, tokens)
     select $1, last_seq, $3, $2, $4, $5, $6, $7, $8, $9, $10::tsvector from counted
   ), read as (
     update conversation_member m set last_read_seq = counted.last_seq, folder = 'inbox' from counted
     where m.profile_id = $2 and m.conversation_id = $1
   ) select (select last_seq from counted) as seq, coalesce(me.refused, false) as refused, me.folder,
       case when me.other_folder <> 'declined' then me.other_id end as other_id, coalesce(me.other_folder = 'requests', false) as asks, ${summaryColumns('a')}
     from me join profile a on a.id = me.profile_id`,
);

const selectKnown = statement<{ id: string }>(
  'chat.known-message',
  `select k.id from message k join conversation c on c.id = k.conversation_id
   join conversation_member m on m.profile_id = k.sender_id and m.conversation_id = k.conversation_id
   where k.conversation_id = $1 and k.sender_id = $2 and k.client_id = $3 and k.seq > m.from_seq and ${mayReadConversation('c', 'm', '$2')}`,
);

const selectAnswered = statement<{ seq: number }>(
  'chat.answered',
  `select a.seq from message a join conversation_member m on m.profile_id = $3 and m.conversation_id = a.conversation_id
   where a.id = $1 and a.conversation_id = $2 and a.seq > m.from_seq and a.deleted_at is null and a.system is null`,
);

const selectLate = statement<{ id: string }>(
  'chat.late-for-answered',
  'select id from conversation_member where conversation_id = $1 and from_seq >= $2 limit 1',
);

/** Sends a message; the same `clientId` again gives the message that it made. */
export async function sendMessage({ ctx, input }: SignedInCall<SendMessageInput>): Promise<MessageView> {
  const facets = await readFacets(ctx.app.sql, input.text, ctx.viewer.id);
  const send = (): Promise<MessageView> =>
    transact(ctx, (tx) => sendIn(tx, { senderId: ctx.viewer.id, input, facets }));
  try {
    return await send();
  } catch (error) {
    // NOTE: the same message was sent at the same time; by now it can be read.
    if (brokenUnique(error) !== 'message_client_unique') throw error;
    return send();
  }
}

interface NewMessage {
  senderId: string;
  input: SendMessageInput;
  facets: Facet[];
}

async function sendIn(tx: Transaction, message: NewMessage): Promise<MessageView> {
  const { senderId, input, facets } = message;
  const { conversationId, mediaIds, replyToId, clientId, text } = input;
  const known = mediaIds ? await findKnown(tx, message) : null;
  if (known) return known;
  const id = newId();
  const createdAt = tx.app.clock.now();
  const replyToSeq = replyToId === undefined ? null : await findAnswered(tx, { conversationId, replyToId, senderId });
  const values = [
    text,
    JSON.stringify(facets),
    replyToSeq,
    mediaIds !== undefined,
    createdAt,
    vectorOf(conversationId, text),
  ];
  const sent = found(await tx.sql.first(insertMessage, [conversationId, senderId, id, clientId, ...values]));
  if (sent.refused) throw new DomainError('messages_refused');
  if (sent.seq === null) return found(await findKnown(tx, message));
  const { seq } = sent;
  if (mediaIds) await holdMedia(tx, { ownerId: senderId, mediaIds, holderId: id, kinds: MediaKind.options });
  recordMessage(tx, 'message.created', { conversationId, messageId: id, seq });
  // NOTE: who heard what is answered is told of it alone where others did not; nobody comes in while the conversation is locked.
  const isPartlyShown = replyToSeq !== null && (await tx.sql.first(selectLate, [conversationId, replyToSeq])) !== null;
  if (isPartlyShown) recordMessage(tx, 'message.updated', { conversationId, messageId: id, seq });
  // NOTE: who answers has accepted.
  if (sent.folder === 'requests') await tellAccepted(tx, { conversationId, profileId: senderId });
  if (seq === 1 && sent.other_id !== null)
    await tellOfFirst(tx, { conversationId, senderId, receiverId: sent.other_id }, sent.asks);
  await tx.emit(messageSent, { conversationId, messageId: id, seq, senderId, text });
  if (mediaIds || replyToSeq !== null)
    return found((await hydrateMessagesForEach(tx, [{ viewerId: senderId, messageId: id }]))[0]);
  return toMessageView(tx.links, rowOf(sent, { id, seq, createdAt, message }));
}

/** Shows a direct conversation to the other one, in whose lists it stands from now on. */
async function tellOfFirst(
  tx: Transaction,
  { conversationId, senderId, receiverId }: { conversationId: string; senderId: string; receiverId: string },
  asks: boolean,
): Promise<void> {
  recordOwnConversation(tx, receiverId, conversationId);
  if (asks) await tx.emit(messageRequested, { conversationId, senderId, receiverIds: [receiverId] });
}

async function findKnown(tx: Transaction, { senderId, input }: NewMessage): Promise<MessageView | null> {
  const row = await tx.sql.first(selectKnown, [input.conversationId, senderId, input.clientId]);
  return row && ((await hydrateMessagesForEach(tx, [{ viewerId: senderId, messageId: row.id }]))[0] ?? null);
}

async function findAnswered(
  tx: Transaction,
  { conversationId, replyToId, senderId }: { conversationId: string; replyToId: string; senderId: string },
): Promise<number> {
  return found(await tx.sql.first(selectAnswered, [replyToId, conversationId, senderId])).seq;
}

interface Made {
  id: string;
  seq: number;
  createdAt: Date;
  message: NewMessage;
}

function rowOf(sender: SummaryRow, { id, seq, createdAt, message: { input, facets } }: Made): MessageRow {
  return {
    id,
    conversation_id: input.conversationId,
    seq,
    client_id: input.clientId,
    sender,
    text: input.text,
    facets,
    media: [],
    reply: null,
    reactions: [],
    system: null,
    users: null,
    version: 1,
    created_ms: createdAt.getTime(),
    edited_ms: null,
    deleted_ms: null,
  };
}
