import { EphemeralTopic, Scope, StreamEvent } from '@rookery/contract';
import { createTestApp, invitePeople, refusal, type TestApp } from '@rookery/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Identity } from '../../kernel/context.ts';
import { EVENT_SINK, isEventSource, type SharedEvent } from '../../kernel/event-sink.ts';
import { newId } from '../../kernel/id.ts';
import { mayFollow, mayHear } from './event-scopes.ts';

let t: TestApp;
let reader: string;
let writer: string;
beforeAll(async () => {
  t = await createTestApp();
  ({ reader, writer } = await invitePeople(t.app, 'reader', 'writer'));
});
afterAll(() => t[Symbol.asyncDispose]());

/** Calls with a token of these scopes. */
function bearing(...scopes: Scope[]) {
  const viewer = {
    id: reader,
    sessionId: null,
    tokenId: newId(),
    role: 'user' as const,
    scopes: new Set(scopes),
    expiresAt: new Date('9999-12-31'),
  };
  return t.as(reader, { identity: { kind: 'viewer', viewer } satisfies Identity });
}

/** What a stream with a token of these scopes tells, live and to one who comes back. */
async function openEar(...scopes: Scope[]) {
  const { cursor } = await t.as(reader).events.head();
  const heard: string[] = [];
  const open = async () => {
    const source = await bearing(...scopes).events.stream({ lastEventId: cursor });
    if (!isEventSource(source)) throw new Error('no event source');
    const push = ({ data }: SharedEvent): boolean => heard.push(StreamEvent.parse(data).type) > 0;
    return source[EVENT_SINK]({ push, fail: expect.unreachable, done: expect.unreachable, backlog: 0 });
  };
  let flow = await open();
  return {
    heard,
    comeBack: async () => {
      flow.stop();
      heard.length = 0;
      flow = await open();
    },
    stop: () => flow.stop(),
  };
}

/** Everything that a reader can be told of; the friend request comes last, and every token with `read` hears of it. */
async function tellAll(): Promise<void> {
  const as = t.as(writer);
  const { id: conversationId } = await as.chat.open({ userId: reader });
  const { id } = await as.chat.send({ conversationId, text: 'Hello', clientId: newId() });
  await t.as(reader).chat.acceptRequest({ conversationId });
  await as.chat.edit({ id, text: 'Hello!' });
  await as.chat.react({ id, emoji: '👍' });
  await t.as(reader).chat.markRead({ conversationId, seq: 1 });
  await as.chat.delete({ id });
  await as.graph.follow({ userId: reader });
  await t.as(reader).notifications.markAllRead({});
  const { id: requestId } = await as.friends.request({ userId: reader });
  await as.friends.cancel({ requestId });
  await t.drain();
}

const kindOf = (type: string): string => type.slice(0, type.indexOf('.'));

test('a token hears of what it may read and of nothing else, live and when it comes back', async () => {
  const ears = {
    all: await openEar('read', 'read:chat', 'notifications'),
    plain: await openEar('read', 'write:chat', 'write:posts', 'write:graph', 'media'),
    chat: await openEar('read', 'read:chat'),
    notified: await openEar('read', 'notifications'),
  };
  const expected = {
    all: ['conversation', 'friend', 'message', 'notification'],
    plain: ['friend'],
    chat: ['conversation', 'friend', 'message'],
    notified: ['friend', 'notification'],
  };
  const kinds = () =>
    Object.fromEntries(
      Object.entries(ears).map(([name, { heard }]) => [name, [...new Set(heard.map(kindOf))].toSorted()]),
    );
  await tellAll();
  await expect.poll(kinds).toEqual(expected);
  expect(new Set(ears.all.heard)).toContain('message.created');
  for (const ear of Object.values(ears)) await ear.comeBack();
  await expect.poll(kinds).toEqual(expected);
  for (const ear of Object.values(ears)) ear.stop();
});

test('every event is heard under one scope, and all of them in a session', () => {
  for (const { shape } of StreamEvent.options) {
    const type = shape.type.value;
    const under = Scope.options.filter((scope) => mayHear({ scopes: new Set([scope]) }, type));
    expect(under, type).toHaveLength(1);
    expect(mayHear({ scopes: null }, type)).toBe(true);
  }
  expect(mayHear({ scopes: new Set(Scope.options) }, 'of a type unknown')).toBe(false);
});

test('typing is told to tokens that may read chats alone', async () => {
  const open = (scopes: Scope[], topics: EphemeralTopic[]) => bearing(...scopes).events.ephemeral({ topics });
  await expect(open(['read'], ['typing'])).rejects.toEqual(refusal('scope_required'));
  await expect(open(['read'], ['feed', 'typing'])).rejects.toEqual(refusal('scope_required'));
  await expect(open(['read:chat'], ['typing'])).rejects.toEqual(refusal('scope_required'));
  expect(isEventSource(await open(['read'], ['feed', 'presence']))).toBe(true);
  expect(isEventSource(await open(['read', 'read:chat'], ['typing']))).toBe(true);
  for (const topic of EphemeralTopic.options) expect(mayFollow({ scopes: null }, topic)).toBe(true);
});
