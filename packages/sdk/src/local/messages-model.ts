import type { RookeryError } from '../errors.ts';
import type { MessagePage, MessageView, StreamEvent } from '../generated/types.ts';
import type { ViewStatus } from './notifications-model.ts';

/** A message on its way: being sent, or refused, to be sent again or dropped. */
export interface OutgoingMessage {
  readonly clientId: string;
  readonly text: string;
  readonly mediaIds: readonly string[];
  readonly replyToId: string | null;
  readonly createdAt: Date;
  readonly state: 'pending' | 'failed';
  /** Why it failed. */
  readonly reason: RookeryError['reason'] | null;
}

/** How the messages of a conversation stand; those of one that is not there for the caller, or not any more, are gone. */
export type MessagesStatus = ViewStatus | 'gone';

/** The messages of a conversation as they are shown. */
export interface MessagesState {
  readonly status: MessagesStatus;
  /** Oldest first, down to where they have been loaded. */
  readonly items: readonly MessageView[];
  /** What the caller has sent and the server has not taken yet, in the order of sending. */
  readonly outgoing: readonly OutgoingMessage[];
  readonly hasOlder: boolean;
}

/** What is known of the messages of a conversation. */
export interface MessagesModel {
  readonly conversationId: string;
  readonly viewerId: string;
  readonly status: MessagesStatus;
  /** Oldest first, by `seq` without a gap. */
  readonly items: readonly MessageView[];
  /** Those behind a gap, which is to be filled. */
  readonly ahead: readonly MessageView[];
  /** Up to which `seq` nothing is missing. */
  readonly end: number;
  readonly olderCursor: string | null;
  readonly outgoing: readonly OutgoingMessage[];
  /** How many pages are on their way, and what was told since: pages may be older than that. */
  readonly loads: number;
  readonly told: readonly StreamEvent[];
}

/** What can happen to it. */
export type MessagesChange =
  | { type: 'opened' | 'failed' | 'asked' | 'missed' | 'gone' }
  | { type: 'snapshot' | 'older' | 'newer'; page: MessagePage }
  | { type: 'event'; event: StreamEvent }
  | { type: 'sending'; message: OutgoingMessage }
  | { type: 'sent'; message: MessageView }
  | { type: 'refused'; clientId: string; reason: RookeryError['reason'] }
  | { type: 'dropped'; clientId: string };

/** Of a conversation of which nothing is known yet. */
export function noMessages(conversationId: string, viewerId: string): MessagesModel {
  const empty = { items: [], ahead: [], end: 0, olderCursor: null, outgoing: [], loads: 0, told: [] };
  return { conversationId, viewerId, status: 'loading', ...empty };
}

/** The `seq` after which messages are missing, or null. */
export function gapOf({ ahead, end }: MessagesModel): number | null {
  return ahead.length > 0 ? end : null;
}

/** The model after a change. */
export function reduceMessages(model: MessagesModel, change: MessagesChange): MessagesModel {
  switch (change.type) {
    case 'opened':
      return { ...model, status: 'loading' };
    case 'failed':
      return { ...model, status: 'failed' };
    case 'gone':
      return gone(model);
    case 'snapshot':
      return begun(model, change.page);
    case 'asked':
      return { ...model, loads: model.loads + 1 };
    case 'missed':
      return landed(model);
    case 'older':
    case 'newer':
      return model.loads === 0 ? model : landed(model.told.reduce(applied, turned(model, change.type, change.page)));
    case 'event':
      return told(model, change.event);
    case 'sent':
      return taken(model, change.message);
    case 'sending':
      return { ...model, outgoing: [...without(model.outgoing, change.message.clientId), change.message] };
    case 'dropped':
      return { ...model, outgoing: without(model.outgoing, change.clientId) };
    case 'refused':
      return {
        ...model,
        outgoing: model.outgoing.map((it) => (it.clientId === change.clientId ? failed(it, change.reason) : it)),
      };
  }
}

function gone({ conversationId, viewerId, outgoing }: MessagesModel): MessagesModel {
  return { ...noMessages(conversationId, viewerId), outgoing, status: 'gone' };
}

/** NOTE: the snapshot of a quiet conversation may be older than what has been sent since, which `ahead` keeps. */
function begun(model: MessagesModel, page: MessagePage): MessagesModel {
  const items = [...page.items].reverse();
  const end = items.at(-1)?.seq ?? 0;
  const kept = [...model.items, ...model.ahead].filter(({ seq }) => seq > end);
  const fresh = { ...model, status: 'ready' as const, items, end, ahead: [], olderCursor: page.nextCursor, loads: 0 };
  return [...items, ...kept].reduce(taken, { ...fresh, told: [] });
}

function turned(model: MessagesModel, side: 'older' | 'newer', page: MessagePage): MessagesModel {
  const items = [...page.items].reverse();
  if (side === 'older') return below(model, items, page.nextCursor);
  // NOTE: what lies between was before the caller joined, or he was away, so that nothing of it may be shown.
  const first = items[0]?.seq ?? model.end + 1;
  const anew = { ...model, items: [], end: first - 1, olderCursor: page.nextCursor };
  return items.reduce(taken, first > model.end + 1 ? anew : model);
}

/** NOTE: a page that was asked for before the window moved does not touch it any more. */
function below(model: MessagesModel, items: readonly MessageView[], olderCursor: string | null): MessagesModel {
  const lowest = model.items[0]?.seq ?? model.end + 1;
  return (items.at(-1)?.seq ?? lowest - 1) === lowest - 1
    ? { ...model, items: [...items, ...model.items], olderCursor }
    : model;
}

function landed(model: MessagesModel): MessagesModel {
  const loads = Math.max(0, model.loads - 1);
  return { ...model, loads, told: loads > 0 ? model.told : [] };
}

function told(model: MessagesModel, event: StreamEvent): MessagesModel {
  const next = applied(model, event);
  return model.loads > 0 && isOfMessages(event) ? { ...next, told: [...next.told, event] } : next;
}

type MessageEvent = StreamEvent & {
  type: 'message.created' | 'message.updated' | 'message.deleted' | 'message.reaction';
};

function isOfMessages(event: StreamEvent): event is MessageEvent {
  return event.type.startsWith('message.');
}

function applied(model: MessagesModel, event: StreamEvent): MessagesModel {
  if (event.type === 'conversation.removed')
    return event.data.conversationId === model.conversationId ? gone(model) : model;
  if (!isOfMessages(event) || event.data.message.conversationId !== model.conversationId) return model;
  const { message } = event.data;
  if (event.type === 'message.created') return taken(model, message);
  return { ...model, items: revised(model.items, message), ahead: revised(model.ahead, message) };
}

/** NOTE: a new message is told without its reactions, so it never replaces what is there. */
function taken(model: MessagesModel, message: MessageView): MessagesModel {
  const mine = message.sender?.id === model.viewerId && message.clientId !== null;
  const outgoing = mine ? without(model.outgoing, message.clientId ?? '') : model.outgoing;
  const isKnown = message.seq <= model.end || model.ahead.some(({ seq }) => seq === message.seq);
  if (isKnown || model.status === 'gone') return { ...model, outgoing };
  const ahead = [...model.ahead, message].sort((a, b) => a.seq - b.seq);
  const run = ahead.filter(({ seq }, index) => seq === model.end + 1 + index);
  return {
    ...model,
    outgoing,
    items: run.length > 0 ? [...model.items, ...run] : model.items,
    end: model.end + run.length,
    ahead: ahead.slice(run.length),
  };
}

const excerpt = 200;

/** Messages after one of them, or one that they answer, has changed. NOTE: answers show the beginning of what they answer, as it is now. */
export function revised(items: readonly MessageView[], message: MessageView): readonly MessageView[] {
  const quote = { text: Array.from(message.text).slice(0, excerpt).join(''), deleted: message.deletedAt !== null };
  return items.map((item) => {
    if (item.id === message.id) return message.version < item.version ? item : message;
    return item.replyTo?.id === message.id ? { ...item, replyTo: { ...item.replyTo, ...quote } } : item;
  });
}

function without(outgoing: readonly OutgoingMessage[], clientId: string): readonly OutgoingMessage[] {
  return outgoing.some((it) => it.clientId === clientId) ? outgoing.filter((it) => it.clientId !== clientId) : outgoing;
}

function failed(message: OutgoingMessage, reason: RookeryError['reason']): OutgoingMessage {
  return { ...message, state: 'failed', reason };
}

/** The model as it is shown. */
export function showMessages({ status, items, ahead, outgoing, olderCursor }: MessagesModel): MessagesState {
  return { status, items: ahead.length > 0 ? [...items, ...ahead] : items, outgoing, hasOlder: olderCursor !== null };
}
