import { afterEach, expect, test, vi } from 'vitest';
import { storageOf } from '../fixtures/auth.ts';
import { type Live, live } from '../fixtures/live.ts';
import { inputOf } from '../fixtures/people.ts';
import { Refusal } from '../fixtures/refusal.ts';
import { createClient } from '../generated/index.ts';
import type { SendMessageInput } from '../generated/types.ts';
import { messageOf } from './fixtures/talk.ts';

afterEach(() => vi.restoreAllMocks());

type Kept = ReturnType<typeof storageOf>;

interface Page extends Live {
  outbox: Kept;
  storage: Kept;
  /** The texts that the server has taken, in their order. */
  taken: string[];
  /** No message gets through. */
  barred: boolean;
}

/** Somebody signed in, whose session and messages survive the page. */
async function page(): Promise<Page> {
  const [outbox, storage] = [storageOf(), storageOf()];
  const t = await live({ onError: () => undefined, outbox, storage });
  const all: Page = Object.assign(t, { outbox, storage, taken: [], barred: true });
  const { answer } = t.server;
  const known = new Map<string, number>();
  t.server.answer = (call) => {
    if (call.path !== 'chat.send') return answer(call);
    const { clientId, text = '' } = inputOf<SendMessageInput>(call);
    if (text === 'bad') throw new Refusal('messages_refused');
    if (all.barred) throw new Error('cut');
    if (!known.has(clientId)) all.taken.push(text);
    const seq = known.get(clientId) ?? all.taken.length;
    known.set(clientId, seq);
    return { ...messageOf({ seq, senderId: 'alice', text }), clientId };
  };
  return all;
}

const keptIn = ({ kept }: Kept): string => [...kept.values()].join();

test('what had not been sent before a reload is sent after it, in order and once, without anybody looking', async () => {
  await using t = await page();
  const chat = t.client.chat.local();
  for (const text of ['one', 'two', 'bad', 'three']) await chat.send('c', { text });
  await vi.waitFor(() => expect(keptIn(t.outbox)).toMatch(/one.*two.*bad.*three/));
  t.client.close();
  t.barred = false;
  const { url } = t.server;
  const next = createClient({ url, outbox: t.outbox, storage: t.storage, onError: () => undefined });
  await vi.waitFor(() => expect(t.taken).toEqual(['one', 'two', 'three']), { timeout: 5000 });
  const { outgoing } = next.chat.local().messages('c').current;
  await vi.waitFor(() => expect(keptIn(t.outbox)).toMatch(/^\[[^[]*"text":"bad"[^{]*\]$/));
  expect(outgoing).toEqual([]);
  next.close();
});

test('nothing is left of what somebody had not sent when he has signed out', async () => {
  await using t = await page();
  await t.client.chat.local().send('c', { text: 'secret' });
  expect(keptIn(t.outbox)).toContain('secret');
  await t.client.auth.logout();
  t.barred = false;
  await t.client.auth.login({ login: 'bob', password: 'x' });
  await t.client.chat.local().send('c', { text: 'mine' });
  await vi.waitFor(() => expect(t.taken).toEqual(['mine']));
  expect(keptIn(t.outbox)).not.toContain('secret');
});

test('no more than 200 messages wait', async () => {
  await using t = await page();
  const chat = t.client.chat.local();
  await Promise.all(Array.from({ length: 200 }, (_, index) => chat.send('c', { text: `number ${index}` })));
  await expect(chat.send('c', { text: 'too many' })).rejects.toMatchObject({ reason: 'limit_reached' });
});

test('what lies in the outbox from another making is left out', async () => {
  await using t = await page();
  const key = `rookery:${t.server.url}:outbox alice`;
  t.barred = false;
  t.client.close();
  t.outbox.kept.set(key, '[{"text":"stray"}]');
  const { url } = t.server;
  const next = createClient({ url, outbox: t.outbox, storage: t.storage, onError: () => undefined });
  await next.chat.local().send('c', { text: 'good' });
  await vi.waitFor(() => expect(t.taken).toEqual(['good']));
  next.close();
});
