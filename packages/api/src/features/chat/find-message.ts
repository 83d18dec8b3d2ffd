import type { ConversationKind, ConversationRole, MessageView } from '@rookery/contract';
import type { Reading, Transaction } from '../../kernel/app.ts';
import { DomainError, found } from '../../kernel/errors.ts';
import { type Sql, statement } from '../../kernel/sql.ts';
import { isRefused, mayReadConversation, otherOf } from './chat.policy.ts';
import { hydrateMessagesForEach } from './message.view.ts';

/** Who looks at which message. */
export interface WantedMessage {
  viewerId: string;
  messageId: string;
}

/** Where a message stands, and how the viewer stands to it. */
export interface FoundMessage {
  id: string;
  conversation_id: string;
  seq: number;
  kind: ConversationKind;
  /** Of the viewer, in the conversation. */
  role: ConversationRole;
  /** He said it himself. */
  own: boolean;
  /** It tells what happened rather than what was said. */
  system: boolean;
  /** The other one of a direct conversation takes nothing from him. */
  refused: boolean;
}

const select = `select k.id, k.conversation_id, k.seq, c.kind, m.role, k.sender_id is not distinct from m.profile_id and k.system is null as own,
    k.system is not null as system, coalesce(${isRefused}, false) as refused
  from message k join conversation c on c.id = k.conversation_id
  join conversation_member m on m.profile_id = $2 and m.conversation_id = k.conversation_id join profile a on a.id = m.profile_id
  left join conversation_member o on c.kind = 'direct' and o.profile_id = ${otherOf('c', 'm.profile_id')} and o.conversation_id = c.id
  where k.id = $1 and k.seq > m.from_seq and ${mayReadConversation('c', 'm', '$2')}`;

const selectToRead = statement<FoundMessage>('chat.find-message', select);
const selectToChange = statement<FoundMessage>('chat.lock-for-message', `${select} for no key update of m`);

/** A message that somebody may read, or `not_found`. */
export async function findMessage(sql: Sql, { viewerId, messageId }: WantedMessage): Promise<FoundMessage> {
  return found(await sql.first(selectToRead, [messageId, viewerId]));
}

/** As `findMessage`. NOTE: the membership stays locked, so that nobody changes anything who has been removed; the message is locked after it. */
export async function findMessageToChange(tx: Transaction, wanted: WantedMessage): Promise<FoundMessage> {
  return found(await tx.sql.first(selectToChange, [wanted.messageId, wanted.viewerId]));
}

/** Refuses whom the other one of a direct conversation does not let write. */
export function assertWelcome({ refused }: FoundMessage): void {
  if (refused) throw new DomainError('messages_refused');
}

/** A message as somebody sees it who may. */
export async function readMessage(read: Reading, wanted: WantedMessage): Promise<MessageView> {
  return found((await hydrateMessagesForEach(read, [wanted]))[0]);
}

const lockSaid = statement<{ has_media: boolean; text: string }>(
  'chat.lock-message',
  `select text, has_media from message where conversation_id = $1 and seq = $2 and deleted_at is null for no key update`,
);

/** What a message says now; it stays so until the end of the transaction. `not_found` once it was deleted. */
export async function lockMessage(tx: Transaction, at: FoundMessage): Promise<{ has_media: boolean; text: string }> {
  return found(await tx.sql.first(lockSaid, [at.conversation_id, at.seq]));
}
