import { afterEach, expect, test, vi } from 'vitest';
import { type Live, live } from '../fixtures/live.ts';
import { inputOf } from '../fixtures/people.ts';
import { Refusal } from '../fixtures/refusal.ts';
import type { ArrivedCall } from '../fixtures/server.ts';
import type { ClientOptions } from '../generated/index.ts';
import type { ListMessagesInput, MessageView, SendMessageInput, StreamEvent } from '../generated/types.ts';
import { conversationOf, messageOf } from './fixtures/talk.ts';

afterEach(() => vi.restoreAllMocks());

interface Talk extends Live {
  /** What has been said in the conversation `c`. */
  said: MessageView[];
  /** Answers before the talk does; undefined leaves it to that. */
  before: (call: ArrivedCall) => unknown;
}

/** Somebody signed in, who talks with bob. */
async function talk(count = 0, options: Partial<ClientOptions> = {}): Promise<Talk> {
  const t = await live({ onError: () => undefined, ...options });
  const said = Array.from({ length: count }, (_, index) => messageOf({ seq: index + 1, senderId: 'bob' }));
  const { answer } = t.server;
  const all: Talk = Object.assign(t, { said, before: () => undefined });
  const conversation = (): object => conversationOf('c', { lastSeq: said.length, lastMessage: said.at(-1) ?? null });
  const answers: Record<string, (call: ArrivedCall) => unknown> = {
    'chat.conversations': (call) => ({
      items: inputOf<{ folder: string }>(call).folder === 'inbox' ? [conversation()] : [],
      nextCursor: null,
    }),
    'chat.get': conversation,
    'chat.unreadCount': () => ({ count: said.length, conversations: 1, requests: 0 }),
    'chat.messages': (call) => {
      const { cursor, after = 0, limit = 20 } = inputOf<Partial<ListMessagesInput>>(call);
      const older = said.filter(({ seq }) => seq > after && (!cursor || seq < Number(cursor)));
      const items = (after > 0 ? older.slice(0, limit) : older.slice(-limit)).toReversed();
      const lowest = items.at(-1)?.seq ?? 1;
      return { items, nextCursor: lowest > 1 ? String(lowest) : null, hasNewer: false };
    },
    'chat.send': (call) => {
      const { clientId, text } = inputOf<SendMessageInput>(call);
      const known = said.find((it) => it.clientId === clientId);
      if (known) return known;
      const message = { ...messageOf({ seq: said.length + 1, senderId: 'alice' }), clientId, text: text ?? '' };
      said.push(message);
      return message;
    },
  };
  t.server.answer = (call) => all.before(call) ?? (answers[call.path] ?? answer)(call);
  return all;
}

function created(message: MessageView): StreamEvent {
  return { id: `created ${message.seq}`, at: new Date(0), type: 'message.created', data: { message } };
}

const textsOf = ({ items }: { items: readonly MessageView[] }): string[] => items.map(({ text }) => text);

test('conversations and messages are read when somebody subscribes, and follow what is said', async () => {
  await using t = await talk(2);
  const chat = t.client.chat.local();
  expect(t.client.chat.local()).toBe(chat);
  expect(chat.messages('c')).toBe(chat.messages('c'));
  const off = [chat.conversations.subscribe(() => undefined), chat.messages('c').subscribe(() => undefined)];
  await vi.waitFor(() => expect(chat.conversations.current.status).toBe('ready'));
  await vi.waitFor(() => expect(chat.messages('c').current.status).toBe('ready'));
  const stream = await t.stream();
  stream.send(created(messageOf({ seq: 3, senderId: 'bob', text: 'third' })), 'c1');
  await vi.waitFor(() => expect(chat.messages('c').current.items).toHaveLength(3));
  expect(chat.conversations.current.inbox.items[0]).toMatchObject({ lastSeq: 3, unreadCount: 3 });
  expect(chat.conversations.current.unread).toEqual({ count: 3, conversations: 1, requests: 0 });
  for (const leave of off) leave();
  await stream.closed;
});

test('messages show at once, go one after the other, and are there once', async () => {
  await using t = await talk();
  const chat = t.client.chat.local();
  const messages = chat.messages('c');
  messages.subscribe(() => undefined);
  await vi.waitFor(() => expect(messages.current.status).toBe('ready'));
  const stream = await t.stream();
  const gate = Promise.withResolvers<void>();
  const { before } = t;
  t.before = (call) => (call.path === 'chat.send' ? gate.promise.then(() => before(call)) : undefined);
  let arrived: ArrivedCall[] = [];
  const sends = (): ArrivedCall[] => t.server.calls.filter(({ path }) => path === 'chat.send');
  const first = await chat.send('c', { text: 'one' });
  await chat.send('c', { text: 'two' });
  expect(messages.current.outgoing).toMatchObject([
    { clientId: first, text: 'one', state: 'pending' },
    { text: 'two', state: 'pending' },
  ]);
  await vi.waitFor(() => expect(sends()).toHaveLength(1));
  arrived = sends();
  expect(arrived[0]).toMatchObject({ key: first, input: { clientId: first, text: 'one', conversationId: 'c' } });
  t.before = () => undefined;
  gate.resolve();
  await vi.waitFor(() => expect(messages.current.outgoing).toEqual([]));
  for (const message of t.said) stream.send(created(message), `c${message.seq}`);
  await vi.waitFor(() => expect(textsOf(messages.current)).toEqual(['one', 'two']));
});

test('what the server refuses stays until it is sent again or dropped, and holds nothing up', async () => {
  await using t = await talk();
  const chat = t.client.chat.local();
  const messages = chat.messages('c');
  messages.subscribe(() => undefined);
  await vi.waitFor(() => expect(messages.current.status).toBe('ready'));
  t.before = (call) => {
    if (call.path === 'chat.send' && inputOf<SendMessageInput>(call).text !== 'good')
      throw new Refusal('messages_refused');
    return undefined;
  };
  const bad = await chat.send('c', { text: 'bad' });
  const worse = await chat.send('c', { text: 'worse' });
  await chat.send('c', { text: 'good' });
  await vi.waitFor(() => expect(textsOf(messages.current)).toEqual(['good']));
  expect(messages.current.outgoing).toMatchObject([
    { clientId: bad, state: 'failed', reason: 'messages_refused' },
    { clientId: worse, state: 'failed' },
  ]);
  await chat.drop(worse);
  t.before = () => undefined;
  await chat.retry(bad);
  await vi.waitFor(() => expect(textsOf(messages.current)).toEqual(['good', 'bad']));
  expect(messages.current.outgoing).toEqual([]);
});

test('a message whose answers are lost is sent again under its name until the server has taken it', async () => {
  await using t = await talk();
  const chat = t.client.chat.local();
  const messages = chat.messages('c');
  messages.subscribe(() => undefined);
  await vi.waitFor(() => expect(messages.current.status).toBe('ready'));
  let lost = 6;
  t.before = (call) => {
    if (call.path !== 'chat.send' || lost === 0) return undefined;
    lost -= 1;
    throw new Error('cut');
  };
  await chat.send('c', { text: 'patience' });
  await vi.waitFor(() => expect(textsOf(messages.current)).toEqual(['patience']), { timeout: 10_000 });
  expect(new Set(t.server.calls.flatMap(({ path, key }) => (path === 'chat.send' ? [key] : []))).size).toBe(1);
});

test('a gap is filled, older ones are loaded, and a conversation that is taken away is gone until it is back', async () => {
  await using t = await talk(40);
  const messages = t.client.chat.local().messages('c');
  messages.subscribe(() => undefined);
  await vi.waitFor(() => expect(messages.current).toMatchObject({ status: 'ready', hasOlder: true }));
  await messages.loadOlder();
  expect(messages.current.items).toHaveLength(40);
  const stream = await t.stream();
  for (const seq of [41, 42, 43]) t.said.push(messageOf({ seq, senderId: 'bob' }));
  stream.send(created(messageOf({ seq: 43, senderId: 'bob' })), 'c1');
  await vi.waitFor(() => expect(messages.current.items.map(({ seq }) => seq).slice(-3)).toEqual([41, 42, 43]));
  const envelope = { at: new Date(0) };
  stream.send({ ...envelope, id: 'r', type: 'conversation.removed', data: { conversationId: 'c' } }, 'c2');
  await vi.waitFor(() => expect(messages.current).toMatchObject({ status: 'gone', items: [] }));
  const conversation = conversationOf('c', { lastSeq: 43 });
  stream.send({ ...envelope, id: 'u', type: 'conversation.updated', data: { conversation } }, 'c3');
  await vi.waitFor(() => expect(messages.current).toMatchObject({ status: 'ready', hasOlder: true }));
});

test('nothing of one account is shown to the next, not even by a view that nobody looked at meanwhile', async () => {
  await using t = await talk(2);
  const chat = t.client.chat.local();
  const messages = chat.messages('c');
  const off = messages.subscribe(() => undefined);
  await vi.waitFor(() => expect(messages.current.status).toBe('ready'));
  off();
  await t.client.auth.logout();
  await t.client.auth.login({ login: 'bob', password: 'x' });
  expect(messages.current).toEqual({ status: 'loading', items: [], outgoing: [], hasOlder: false });
});

test('what has been read shows at once, and is taken back when the server refuses', async () => {
  await using t = await talk(3);
  const { conversations, ...chat } = t.client.chat.local();
  conversations.subscribe(() => undefined);
  await vi.waitFor(() => expect(conversations.current.status).toBe('ready'));
  t.before = (call) => {
    if (call.path === 'chat.markRead') throw new Refusal('not_found');
    return undefined;
  };
  const reading = expect(chat.markRead('c', 2)).rejects.toMatchObject({ reason: 'not_found' });
  await Promise.resolve();
  expect(conversations.current.unread?.count).toBe(1);
  await reading;
  expect(conversations.current.unread?.count).toBe(3);
});

test('the others are told of writing once in a while', async () => {
  await using t = await talk();
  t.before = (call) => (call.path === 'chat.typing' ? { ok: true } : undefined);
  const chat = t.client.chat.local();
  await Promise.all([chat.typing('c'), chat.typing('c'), chat.typing('d')]);
  expect(t.server.calls.filter(({ path }) => path === 'chat.typing')).toHaveLength(2);
});

test('what nobody says is refused, rather than lost', async () => {
  await using t = await talk();
  await t.client.auth.logout();
  const sent = t.client.chat.local().send('c', { text: 'Hello' });
  await expect(sent).rejects.toMatchObject({ reason: 'token_missing' });
});
