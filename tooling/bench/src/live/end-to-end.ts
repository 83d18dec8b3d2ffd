import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { accessToken } from '../access-token.ts';
import { answerOf } from '../rpc.ts';
import { type Arrivals, type Listeners, openListeners } from './listeners.ts';
import { now } from './protocol.ts';
import { seeded, textBy } from './random.ts';
import { type Room, seedBareRooms, seedRooms } from './rooms.ts';
import { openPair, quantile, type Stage, take } from './stage.ts';
import { openWriter, type Said, sendingToBare, sendingToOurs, type Writer } from './writer.ts';

/** How long a message takes from its sender to those who listen, beside the bare path. Milliseconds. */
export interface EndToEnd {
  processes: number;
  redis: boolean;
  ours: { p50: number; p99: number };
  bare: { p50: number; p99: number };
}

const [readers, senders, messages, warmUp, everyMs] = [16, 8, 200, 100, 20];

/** Sends messages one after the other, one to ours and one to the bare server in turn. */
export async function measureEndToEnd(
  stage: Stage,
  { processes, redisUrl }: { processes: number; redisUrl: string | null },
): Promise<EndToEnd> {
  const env = { PROCESSES: String(processes), ...(redisUrl ? { REDIS_URL: redisUrl } : {}) };
  await using pair = await openPair(stage, { env });
  const members = take(stage.members, 0, readers + senders);
  const [room] = (await seedRooms(stage.databaseUrl, [members])) as [Room];
  const [bareRoom] = (await seedBareRooms(stage.databaseUrl, [members])) as [Room];
  const reading = { sockets: readers, after: 0, seed: stage.seed };
  await using listeners = await openListeners({ url: pair.ours.url, members: members.slice(senders), ...reading });
  await using bareListeners = await openListeners({ url: pair.bare.url, members: null, ...reading });
  const ours = openWay({ url: pair.ours.url, room, listeners }, (n, said) =>
    sendingToOurs(accessToken(memberAt(room, n)), said),
  );
  const bare = openWay({ url: pair.bare.url, room: bareRoom, listeners: bareListeners }, (n, said) =>
    sendingToBare(memberAt(bareRoom, n).id, said),
  );
  try {
    await sendInTurn(stage, [ours, bare], warmUp);
    await sendInTurn(stage, [ours, bare], messages);
  } finally {
    for (const writer of [...ours.writers, ...bare.writers]) writer[Symbol.dispose]();
  }
  const name = `end to end, ${processes} ${redisUrl ? 'with' : 'without'} Redis`;
  stage.check(name, await listeners.tally(), readers * (warmUp + messages));
  return { processes, redis: redisUrl !== null, ours: timesOf(ours), bare: timesOf(bare) };
}

interface Way {
  listeners: Listeners;
  writers: Writer[];
  seq: number;
  /** Sends a message by one of the senders, and gives its number. */
  send(n: number, text: string): Promise<number>;
  /** From the sending to each arrival. */
  took: number[];
}

function memberAt({ members }: Room, n: number): { id: string; sessionId: string } {
  return take(members, n % senders, 1)[0] as { id: string; sessionId: string };
}

function openWay(
  { url, room, listeners }: { url: string; room: Room; listeners: Listeners },
  requestOf: (n: number, said: Said) => Parameters<Writer['send']>[0],
): Way {
  const writers = Array.from({ length: senders }, () => openWriter(url));
  const send = async (n: number, text: string) => {
    const request = requestOf(n, { conversationId: room.id, text, clientId: randomUUID() });
    const answer = await (writers[n % senders] as Writer).send(request);
    if (answer.status !== 200) throw new Error(`sending: ${answer.status} ${answer.text}`);
    return (JSON.parse(answer.text) as { seq?: number }).seq ?? answerOf<{ seq: number }>(answer.text).seq;
  };
  return { listeners, writers, seq: 0, send, took: [] };
}

async function sendInTurn(stage: Stage, ways: readonly Way[], count: number): Promise<void> {
  const next = seeded(stage.seed);
  const texts = Array.from({ length: count }, () => textBy(next));
  await Promise.all(
    ways.map(async (way, turn) => {
      const sentAt = new Map<number, number>();
      way.seq += count;
      const arrivals = await way.listeners.expect(way.seq, async () => {
        await setTimeout((turn * everyMs) / ways.length);
        await sendAll(way, texts, sentAt);
      });
      way.took = tookOf(arrivals, sentAt);
    }),
  );
}

/** NOTE: at a steady pace, whether the one before has arrived or not. */
async function sendAll(way: Way, texts: readonly string[], sentAt: Map<number, number>): Promise<void> {
  const since = performance.now();
  const sent: Promise<unknown>[] = [];
  for (const [n, text] of texts.entries()) {
    await setTimeout(Math.max(0, n * everyMs - (performance.now() - since)));
    const at = now();
    sent.push(way.send(n, text).then((seq) => sentAt.set(seq, at)));
  }
  await Promise.all(sent);
}

function tookOf({ each }: Arrivals, sentAt: ReadonlyMap<number, number>): number[] {
  return each.map(({ seq, time }) => time - (sentAt.get(seq) ?? Number.NaN));
}

function timesOf({ took }: Way): { p50: number; p99: number } {
  return { p50: quantile(took, 0.5), p99: quantile(took, 0.99) };
}
