import { once } from 'node:events';
import { createTestDatabase, startTestServer, type TestDatabase, type TestServer } from '@rookery/testkit';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { type EventReader, type ReadEvent, readEvents } from './testing/event-reader.ts';
import { meet, type Somebody } from './testing/somebody.ts';

const jwtKeys = [{ kid: 'sse', secret: 'a secret of two processes that is long enough' }];
let database: TestDatabase;
let one: TestServer;
let other: TestServer;
beforeAll(async () => {
  database = await createTestDatabase();
  const shared = { config: { jwtKeys }, start: { databaseUrl: database.url } };
  one = await startTestServer(shared);
  other = await startTestServer(shared);
});
afterAll(async () => {
  for (const part of [other, one, database]) await part[Symbol.asyncDispose]();
});

interface Heard {
  id: string;
  type: string;
  /** Of a message: its conversation and its place there. */
  seq: string | null;
}

/** What was heard, of an event as it came. */
function heard({ id, type, data }: ReadEvent['data']): Heard {
  const message = 'message' in data ? placed(data.message) : null;
  return { id, type, seq: message && `${message.conversationId}/${message.seq}` };
}

/** NOTE: what events call a message is a view of one. */
function placed(message: unknown): { conversationId: string; seq: number } {
  return message as { conversationId: string; seq: number };
}

interface Listener extends Disposable {
  readonly events: readonly Heard[];
}

/** Somebody who is cut off now and then. */
interface PieceReader extends Listener {
  /** Lets the reader stay for the rest. */
  calm(): void;
}

/** Listens on a socket that nothing happens to. */
async function hear({ url }: TestServer, { token }: Somebody): Promise<Listener> {
  const events: Heard[] = [];
  const socket = new WebSocket(`${url.replace('http', 'ws')}/trpc`, { headers: { authorization: `Bearer ${token}` } });
  const started = Promise.withResolvers<void>();
  socket.on('message', (raw) => {
    const { result } = JSON.parse(String(raw));
    if (result.type === 'started') started.resolve();
    if (result.type === 'data') events.push(heard(result.data.json.data));
  });
  await once(socket, 'open');
  const params = { path: 'events.stream', input: { json: {} } };
  socket.send(JSON.stringify({ id: 1, method: 'subscription', params }));
  await started.promise;
  return { events, [Symbol.dispose]: () => socket.terminate() };
}

/** Reads streams of both processes in turn, each until so many characters have come. */
async function readInPieces({ token }: Somebody, cuts: readonly number[]): Promise<PieceReader> {
  const first = await readEvents({ url: one.url, token });
  await expect.poll(() => first.place).not.toBeNull();
  const pieces: EventReader[] = [];
  const left = [...cuts];
  let last = first;
  const goOn = async (): Promise<void> => {
    for (;;) {
      last.cut();
      await last.ended;
      const { url } = pieces.length % 2 === 0 ? other : one;
      const most = left.shift();
      last = await readEvents({ url, token, after: last.place ?? '', most });
      pieces.push(last);
      if (most === undefined) return;
      await last.ended;
    }
  };
  void goOn();
  return {
    get events() {
      return pieces.flatMap(({ events }) => events.map(({ data }) => heard(data)));
    },
    calm: () => {
      left.length = 0;
      if (pieces.length <= cuts.length) last.cut();
    },
    [Symbol.dispose]: () => last.cut(),
  };
}

/** People who write to somebody all at once. NOTE: nothing is undone, since who comes back is told no more of what is gone. */
async function makeNoise(ann: Somebody, others: readonly Somebody[]): Promise<void> {
  const { id: post } = await ann.call('posts.create', { text: 'Who is there?' });
  const talk = async (who: Somebody): Promise<void> => {
    await who.call('posts.like', { id: post });
    const { id: conversationId } = await who.call('chat.open', { userId: ann.id });
    for (let n = 1; n <= 6; n += 1) {
      await who.call('chat.send', { conversationId, text: `${n} ${' \n'.repeat(n)}`, clientId: `${n}` });
      await who.call('posts.create', { text: `I am, @${ann.username}`, replyToId: post });
    }
  };
  await Promise.all(others.map(talk));
}

/** How messages of each conversation came after each other. */
function seqs(events: readonly Heard[]): string[] {
  const all = events.filter(({ type }) => type === 'message.created').map(({ seq }) => String(seq));
  return all.toSorted((a, b) => (a.slice(0, 36) < b.slice(0, 36) ? -1 : Number(a.slice(0, 36) > b.slice(0, 36))));
}

test('a reader who is cut off at whatever place, and comes back to either process, hears what a socket hears, each once and in order', async () => {
  const cuts = fc.array(fc.oneof(fc.nat(200), fc.nat(4000)), { minLength: 3, maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(cuts, async (some) => {
      const people = await Promise.all([1, 2, 3].map((n) => meet(n === 2 ? other.url : one.url)));
      const [ann, ...others] = people;
      if (!ann) throw new Error('nobody came');
      using socket = await hear(one, ann);
      using reader = await readInPieces(ann, some);
      await makeNoise(ann, others);
      await one.app.drain();
      reader.calm();
      const keys = (events: readonly Heard[]) => events.map(({ id, type }) => `${id} ${type}`).toSorted();
      await expect.poll(() => keys(socket.events).length).toBeGreaterThan(16);
      await expect.poll(() => keys(reader.events)).toEqual(keys(socket.events));
      expect(seqs(reader.events)).toEqual(seqs(socket.events));
      expect(new Set(keys(reader.events)).size).toBe(reader.events.length);
    }),
    { numRuns: 10, endOnFailure: true },
  );
}, 120_000);
