import { startTestServer, type TestServer } from '@rookery/testkit';
import { expect, test, vi } from 'vitest';
import { WebSocket as WsWebSocket } from 'ws';
import { newcomer } from './fixtures/newcomer.ts';
import {
  type ConversationView,
  type LocalChat,
  type MessageView,
  type Rookery,
  RookeryError,
} from './generated/index.ts';

/** Sockets that can be cut off. */
class CutSocket extends WsWebSocket {
  static readonly all = new Set<CutSocket>();

  constructor(url: string) {
    super(url);
    CutSocket.all.add(this);
    this.on('close', () => CutSocket.all.delete(this));
  }
}

/** Whole numbers below a bound, the same for the same seed. */
function drawFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}

interface Person {
  client: Rookery & { id: string };
  chat: LocalChat;
  /** What has been shown by its views so far. */
  opened: Set<string>;
}

async function person(url: string): Promise<Person> {
  const client = await newcomer(url, { WebSocket: CutSocket });
  const chat = client.chat.local();
  chat.conversations.subscribe(() => undefined);
  await vi.waitFor(() => expect(chat.conversations.current.status).toBe('ready'));
  return { client, chat, opened: new Set() };
}

async function allOf<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

interface Round {
  people: readonly Person[];
  conversations: readonly ConversationView[];
  draw(below: number): number;
}

/** Something that somebody does, which may be refused. */
async function happen({ people, conversations, draw }: Round): Promise<void> {
  const pick = <T>(from: readonly T[]): T => from[draw(from.length)] as T;
  const [{ client, chat, opened }, other, { id }] = [pick(people), pick(people), pick(conversations)];
  const userId = other.client.id;
  const own = (opened.has(id) && chat.messages(id).current.items) || [];
  const last = own.at(-1 - draw(3)) ?? own.at(-1);
  const deeds: readonly (() => unknown)[] = [
    () => chat.send(id, { text: `number ${draw(1000)}`, replyToId: draw(3) === 0 ? last?.id : undefined }),
    () => chat.send(id, { text: 'and more' }),
    () => client.chat.send({ conversationId: id, text: 'elsewhere', clientId: `other ${draw(1e9)}` }),
    () => last && client.chat.edit({ id: last.id, text: `edited ${draw(1000)}` }),
    () => last && draw(3) === 0 && client.chat.delete({ id: last.id }),
    () => last && client.chat.react({ id: last.id, emoji: pick(['👍', '🎉']) }),
    () => last && client.chat.unreact({ id: last.id, emoji: pick(['👍', '🎉']) }),
    () => last && chat.markRead(id, last.seq),
    () => last && client.chat.markRead({ conversationId: id, seq: last.seq }),
    () => client.chat.mute({ conversationId: id }),
    () => client.chat.unmute({ conversationId: id }),
    () => client.chat.acceptRequest({ conversationId: id }),
    () => draw(4) === 0 && client.chat.leave({ conversationId: id }),
    () => client.chat.addMembers({ conversationId: id, userIds: [userId] }),
    () => draw(3) === 0 && client.chat.removeMember({ conversationId: id, userId }),
    () => client.chat.setRole({ conversationId: id, userId, role: pick(['admin', 'member', 'owner']) }),
    () => client.chat.update({ conversationId: id, title: `title ${draw(100)}` }),
    () => userId !== client.id && draw(3) === 0 && client.graph.block({ userId }),
    () => userId !== client.id && client.graph.unblock({ userId }),
    () => {
      chat.messages(id).subscribe(() => undefined);
      opened.add(id);
    },
    () => chat.messages(id).loadOlder(),
  ];
  try {
    await pick(deeds)();
  } catch (error) {
    if (!(error instanceof RookeryError) || error.reason === 'internal_error') throw error;
  }
}

async function freshMessages({ client }: Person, conversationId: string): Promise<MessageView[] | null> {
  try {
    return (await allOf(client.chat.messages.all({ conversationId, limit: 100 }))).reverse();
  } catch {
    return null;
  }
}

async function check(who: Person): Promise<void> {
  const { client, chat, opened } = who;
  const shown = chat.conversations.current;
  for (const folder of ['inbox', 'requests'] as const) {
    const fresh = await allOf(client.chat.conversations.all({ folder }));
    expect(shown[folder]).toEqual({ items: fresh, hasMore: false });
  }
  expect(shown.unread).toEqual(await client.chat.unreadCount());
  for (const id of opened) {
    const { status, items, outgoing, hasOlder } = chat.messages(id).current;
    const fresh = await freshMessages(who, id);
    expect(outgoing.filter(({ state }) => state === 'pending')).toEqual([]);
    expect(status).toBe(fresh ? 'ready' : 'gone');
    expect(items).toEqual(hasOlder ? fresh?.slice(-items.length) : (fresh ?? []));
  }
}

const seed = Number(process.env['SEED'] ?? 1 + Math.floor(Math.random() * 1e6));

test(`chat is what a fresh read would give, whatever people do and however often the line breaks (SEED=${seed})`, async () => {
  await using server: TestServer = await startTestServer();
  const draw = drawFrom(seed);
  const people = await Promise.all([1, 2, 3].map(() => person(server.url)));
  const [alice, bob, carol] = people.map(({ client }) => client);
  if (!alice || !bob || !carol) throw new Error('three people are wanted');
  const conversations = [
    await alice.chat.open({ userId: bob.id }),
    await bob.chat.open({ userId: carol.id }),
    await alice.chat.createGroup({ title: 'three', userIds: [bob.id, carol.id] }),
    await carol.chat.createGroup({ title: 'two', userIds: [alice.id] }),
  ];
  // NOTE: a direct conversation of which nothing was said is listed only by who began it.
  for (const { id } of conversations.slice(0, 1))
    await alice.chat.send({ conversationId: id, text: 'hello', clientId: 'first' });
  for (const { id } of conversations.slice(1, 2))
    await bob.chat.send({ conversationId: id, text: 'hello', clientId: 'first' });
  for (let step = 1; step <= 300; step += 1) {
    await happen({ people, conversations, draw });
    if (step % 30 === 10) for (const socket of CutSocket.all) socket.terminate();
    if (step % 100 > 0) continue;
    for (const who of people) await vi.waitFor(() => check(who), { timeout: 10_000, interval: 200 });
  }
  for (const { client } of people) client.close();
}, 120_000);
