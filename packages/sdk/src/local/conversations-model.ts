import type { ChatUnread, ConversationPage, ConversationView, MessageView, StreamEvent } from '../generated/types.ts';
import { byPlace, type Folder, type Place, placeOf, readBy, withLast, withUnread } from './conversation-changes.ts';
import type { ViewStatus } from './notifications-model.ts';

/** How much of a folder is loaded. */
interface Loaded {
  readonly cursor: string | null;
  /** Everything from here upwards is loaded; null: everything. */
  readonly floor: Place | null;
}

/** What is known of the conversations of an account. */
export interface ConversationsModel {
  readonly viewerId: string;
  readonly status: ViewStatus;
  readonly known: ReadonlyMap<string, ConversationView>;
  readonly loaded: Readonly<Record<Folder, Loaded>>;
  /** As the server counted last; needed while not all conversations are loaded. Null before anything is known. */
  readonly counted: ChatUnread | null;
  /** Of which something was told, and which are to be fetched. */
  readonly wanted: ReadonlySet<string>;
  /** Up to where the caller has read, as far as the server has not answered yet. */
  readonly reads: readonly { readonly key: number; readonly conversationId: string; readonly seq: number }[];
  /** How many answers are on their way, and what was told since: answers may be older than that. */
  readonly loads: number;
  readonly told: readonly StreamEvent[];
}

/** What a model begins with. */
export interface ConversationsSnapshot {
  inbox: ConversationPage;
  requests: ConversationPage;
  unread: ChatUnread;
}

/** What can happen to it. */
export type ConversationsChange =
  | { type: 'opened' | 'failed' | 'asked' | 'missed' }
  | ({ type: 'snapshot' } & ConversationsSnapshot)
  | { type: 'page'; folder: Folder; cursor: string; page: ConversationPage }
  | { type: 'fetched'; id: string; conversation: ConversationView | null }
  | { type: 'counted'; unread: ChatUnread }
  | { type: 'event'; event: StreamEvent }
  | { type: 'sent'; message: MessageView }
  | { type: 'reading'; key: number; conversationId: string; seq: number }
  | { type: 'readBy'; key: number; lastReadSeq: number }
  | { type: 'refused'; key: number };

const unloaded: Loaded = { cursor: null, floor: null };

/** Of somebody of whom nothing is known yet. */
export function noConversations(viewerId: string): ConversationsModel {
  return {
    viewerId,
    status: 'loading',
    known: new Map(),
    loaded: { inbox: unloaded, requests: unloaded },
    counted: null,
    wanted: new Set(),
    reads: [],
    loads: 0,
    told: [],
  };
}

/** The model after a change. */
export function reduceConversations(model: ConversationsModel, change: ConversationsChange): ConversationsModel {
  switch (change.type) {
    case 'opened':
      return { ...model, status: 'loading' };
    case 'failed':
      return { ...model, status: 'failed' };
    case 'snapshot':
      return begun(model, change);
    case 'asked':
      return { ...model, loads: model.loads + 1 };
    case 'missed':
      return landed(model);
    case 'page':
      return model.loads === 0 ? model : again(turned(model, change));
    case 'fetched':
      return model.loads === 0 ? model : again(fetched(model, change));
    case 'counted':
      return { ...model, counted: change.unread };
    case 'event':
      return told(model, change.event);
    case 'sent':
      return said(model, change.message);
    case 'reading':
      return { ...model, reads: [...model.reads, change] };
    case 'readBy':
      return answered(model, change.key, change.lastReadSeq);
    case 'refused':
      return { ...model, reads: model.reads.filter(({ key }) => key !== change.key) };
  }
}

function begun(model: ConversationsModel, { inbox, requests, unread }: ConversationsSnapshot): ConversationsModel {
  const empty = { ...noConversations(model.viewerId), reads: model.reads };
  return {
    ...[...inbox.items, ...requests.items].reduce(put, empty),
    status: 'ready',
    loaded: { inbox: loadedOf(inbox, null), requests: loadedOf(requests, null) },
    counted: unread,
  };
}

function turned(
  model: ConversationsModel,
  { folder, cursor, page }: ConversationsChange & { type: 'page' },
): ConversationsModel {
  const before = model.loaded[folder];
  if (before.cursor !== cursor) return model;
  return {
    ...page.items.reduce(put, model),
    loaded: { ...model.loaded, [folder]: loadedOf(page, before.floor) },
  };
}

/** NOTE: what was said since the walk began has moved some of its conversations up, so the last one is not the lowest. */
function loadedOf({ items, nextCursor }: ConversationPage, before: Place | null): Loaded {
  if (nextCursor === null) return { cursor: null, floor: null };
  const places = items.map(placeOf);
  const [lowest] = (before ? [...places, before] : places).sort(byPlace);
  return { cursor: nextCursor, floor: lowest ?? null };
}

function fetched(
  model: ConversationsModel,
  { id, conversation }: ConversationsChange & { type: 'fetched' },
): ConversationsModel {
  const wanted = new Set(model.wanted);
  wanted.delete(id);
  return conversation ? put({ ...model, wanted }, conversation) : { ...model, wanted };
}

/** NOTE: what was told meanwhile is told again, since the answer may not know of it. */
function again(model: ConversationsModel): ConversationsModel {
  return landed(model.told.reduce(applied, model));
}

function landed(model: ConversationsModel): ConversationsModel {
  const loads = Math.max(0, model.loads - 1);
  return { ...model, loads, told: loads > 0 ? model.told : [] };
}

function told(model: ConversationsModel, event: StreamEvent): ConversationsModel {
  const next = applied(model, event);
  return model.loads > 0 && next !== model ? { ...next, told: [...next.told, event] } : next;
}

function applied(model: ConversationsModel, event: StreamEvent): ConversationsModel {
  switch (event.type) {
    case 'message.created':
      return said(model, event.data.message);
    case 'message.updated':
    case 'message.deleted':
    case 'message.reaction':
      return change(model, event.data.message.conversationId, (it) => withLast(it, event.data.message));
    case 'conversation.updated':
      return put(model, event.data.conversation);
    case 'conversation.removed':
      return removed(model, event.data.conversationId);
    case 'conversation.read':
      return change(model, event.data.conversationId, (it) => readBy(it, event.data, model.viewerId));
    default:
      return model;
  }
}

function said(model: ConversationsModel, message: MessageView): ConversationsModel {
  const { conversationId, seq, sender } = message;
  if (!model.known.has(conversationId)) return { ...model, wanted: new Set(model.wanted).add(conversationId) };
  return change(model, conversationId, (it) => {
    const newest = { ...it, lastSeq: seq, lastMessage: message, lastActivityAt: message.createdAt };
    const folder = sender?.id === model.viewerId ? ('inbox' as const) : it.folder;
    const next = seq <= it.lastSeq ? it : { ...newest, folder };
    return readBy(next, { userId: sender?.id ?? '', lastReadSeq: seq }, model.viewerId);
  });
}

/** NOTE: what is put may be older than what the caller's own calls have answered; neither number ever goes back. */
function put(model: ConversationsModel, conversation: ConversationView): ConversationsModel {
  const old = model.known.get(conversation.id);
  const ahead = old && old.lastSeq > conversation.lastSeq ? old : conversation;
  const { lastSeq, lastMessage, lastActivityAt } = ahead;
  const lastReadSeq = Math.max(conversation.lastReadSeq, old?.lastReadSeq ?? 0);
  const next = withUnread({ ...conversation, lastSeq, lastMessage, lastActivityAt, lastReadSeq });
  const wanted = new Set(model.wanted);
  wanted.delete(conversation.id);
  return { ...model, wanted, known: new Map(model.known).set(conversation.id, next) };
}

function removed(model: ConversationsModel, id: string): ConversationsModel {
  const known = new Map(model.known);
  const wanted = new Set(model.wanted);
  known.delete(id);
  wanted.delete(id);
  return { ...model, known, wanted };
}

function change(
  model: ConversationsModel,
  id: string,
  how: (conversation: ConversationView) => ConversationView,
): ConversationsModel {
  const old = model.known.get(id);
  // NOTE: a new object all the same, so that what was told while an answer is on its way is told again.
  return { ...model, known: old ? new Map(model.known).set(id, how(old)) : model.known };
}

function answered(model: ConversationsModel, key: number, lastReadSeq: number): ConversationsModel {
  const read = model.reads.find((it) => it.key === key);
  const reads = model.reads.filter((it) => it.key !== key);
  if (!read) return model;
  return change({ ...model, reads }, read.conversationId, (it) =>
    readBy(it, { userId: model.viewerId, lastReadSeq }, model.viewerId),
  );
}
