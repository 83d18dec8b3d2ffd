import type { ConversationView, MessageView } from '@rookery/contract';
import { z } from 'zod';
import type { App, LiveEventDefinition, ShownRow, Transaction } from '../../kernel/app.ts';
import type { JournalRow } from '../../kernel/journal.ts';
import { conversationTopic, defineLiveEvent, definePersonalEvent, recordScope, userTopic } from '../../kernel/live.ts';
import { hydrateConversationsForMany } from './conversations-for-many.ts';
import { hydrateMessagesForEach } from './message.view.ts';
import { hydrateMessagesForMany } from './messages-for-many.ts';
import { findMembers, findReceiptReaders } from './receipts.ts';

const MessageRef = z.object({ messageId: z.string(), seq: z.number() });
type MessageRef = z.infer<typeof MessageRef>;
const ConversationRef = z.object({ conversationId: z.string() });
type ConversationRef = z.infer<typeof ConversationRef>;
const ReadRef = z.object({ conversationId: z.string(), userId: z.string(), lastReadSeq: z.number() });
type ReadRef = z.infer<typeof ReadRef>;
/** NOTE: on the topic that members share nobody is named, so that it holds nothing of who goes. */
const SharedReadRef = ReadRef.omit({ userId: true }).extend({ memberId: z.string() });

/** Where a message stands. */
interface MessagePlace extends MessageRef {
  conversationId: string;
}

/** Something happened to a message. */
export function recordMessage(
  tx: Transaction,
  type: 'message.created' | 'message.updated' | 'message.deleted' | 'message.reaction',
  { conversationId, messageId, seq }: MessagePlace,
): void {
  tx.record(conversationTopic(conversationId), type, { messageId, seq } satisfies MessageRef);
}

/** Something changed that all members see. */
export function recordConversation(tx: Transaction, conversationId: string): void {
  tx.record(conversationTopic(conversationId), 'conversation.updated', { conversationId } satisfies ConversationRef);
}

/** Something changed that one member sees. */
export function recordOwnConversation(tx: Transaction, profileId: string, conversationId: string): void {
  tx.record(userTopic(profileId), 'conversation.updated', { conversationId } satisfies ConversationRef);
}

/** Somebody hears from now on of a conversation, which he is not told of yet. */
export function recordScopeOf(tx: Transaction, profileId: string, conversationId: string): void {
  recordScope(tx, profileId, { topic: conversationTopic(conversationId), joined: true });
}

/** A conversation is there for somebody from now on. */
export function recordJoined(tx: Transaction, profileId: string, conversationId: string): void {
  recordScopeOf(tx, profileId, conversationId);
  recordOwnConversation(tx, profileId, conversationId);
}

/** Somebody hears no more of a conversation, of which he was not told. */
export function recordHidden(tx: Transaction, profileId: string, conversationId: string): void {
  recordScope(tx, profileId, { topic: conversationTopic(conversationId), joined: false });
}

/** A conversation is not there for somebody any more. */
export function recordLeft(tx: Transaction, profileId: string, conversationId: string): void {
  recordHidden(tx, profileId, conversationId);
  tx.record(userTopic(profileId), 'conversation.removed', { conversationId } satisfies ConversationRef);
}

/** Somebody has read up to a message; others hear of it if a membership is named. */
export function recordRead(tx: Transaction, read: ReadRef, memberId: string | null): void {
  const { conversationId, lastReadSeq } = read;
  tx.record(userTopic(read.userId), 'conversation.read', read);
  if (memberId === null) return;
  const shared: z.infer<typeof SharedReadRef> = { conversationId, lastReadSeq, memberId };
  tx.record(conversationTopic(conversationId), 'conversation.read', shared);
}

async function hydrateCreated(app: App, rows: readonly JournalRow[]): Promise<Map<string, { message: MessageView }>> {
  const wanted = rows.map(({ ref }) => ({ viewerId: null, messageId: MessageRef.parse(ref).messageId }));
  const views = await hydrateMessagesForEach(app, wanted);
  return new Map(
    rows.flatMap(({ id }, index) => {
      const message = views[index];
      // NOTE: told as it was sent, since one reading serves everybody; each reaction has a row of its own.
      return message ? [[id, { message: { ...message, reactions: [] } }] as const] : [];
    }),
  );
}

async function hydrateMessages(
  app: App,
  shown: readonly ShownRow[],
): Promise<({ message: MessageView } | undefined)[]> {
  const wanted = shown.map(({ row, viewerId }) => ({ viewerId, messageId: MessageRef.parse(row.ref).messageId }));
  return (await hydrateMessagesForMany(app, wanted)).map((message) => (message ? { message } : undefined));
}

async function hydrateConversations(
  app: App,
  shown: readonly ShownRow[],
): Promise<({ conversation: ConversationView } | undefined)[]> {
  const wanted = shown.map(({ row, viewerId }) => ({
    viewerId,
    conversationId: ConversationRef.parse(row.ref).conversationId,
  }));
  const views = await hydrateConversationsForMany(app, wanted, app.clock.now());
  return views.map((conversation) => (conversation ? { conversation } : undefined));
}

async function hydrateReads({ sql }: App, shown: readonly ShownRow[]): Promise<(ReadRef | undefined)[]> {
  const own = shown.map(({ row }) => ReadRef.safeParse(row.ref).data);
  const shared = shown.map(({ row }) => SharedReadRef.safeParse(row.ref).data);
  const [readers, people] = await Promise.all([
    findReceiptReaders(sql, [...new Set(shown.map(({ viewerId }) => viewerId))]),
    findMembers(
      sql,
      shared.flatMap((ref) => ref ?? []),
    ),
  ]);
  return shown.map(({ viewerId }, index) => {
    const read = own[index];
    if (read) return read;
    const ref = shared[index];
    const userId = ref && people.get(ref.memberId);
    // NOTE: who has read it himself is told on his own topic.
    if (!ref || userId === undefined || userId === viewerId || !readers.has(viewerId)) return undefined;
    return { conversationId: ref.conversationId, userId, lastReadSeq: ref.lastReadSeq };
  });
}

/** How conversations reach the devices of their members. */
export const chatEvents: readonly LiveEventDefinition[] = [
  defineLiveEvent({ type: 'message.created', hydrate: hydrateCreated }),
  definePersonalEvent({ type: 'message.updated', hydrateEach: hydrateMessages }),
  definePersonalEvent({ type: 'message.deleted', hydrateEach: hydrateMessages }),
  definePersonalEvent({ type: 'message.reaction', hydrateEach: hydrateMessages }),
  definePersonalEvent({ type: 'conversation.updated', hydrateEach: hydrateConversations }),
  definePersonalEvent({ type: 'conversation.read', hydrateEach: hydrateReads }),
  defineLiveEvent({
    type: 'conversation.removed',
    hydrate: async (_app, rows) => new Map(rows.map(({ id, ref }) => [id, ConversationRef.parse(ref)])),
  }),
];
