import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { accessToken } from '../access-token.ts';
import { frameOf } from '../bare-message.ts';
import type { Child } from '../child.ts';
import type { Pair, Running } from '../compare.ts';
import { median } from '../load.ts';
import { type Arrivals, type Listeners, openListeners } from './listeners.ts';
import { now } from './protocol.ts';
import { seeded, textBy } from './random.ts';
import { fillRoom, inDatabase, type Room, seedBareRooms, seedRooms } from './rooms.ts';
import { openPair, quantile, type Stage, take } from './stage.ts';
import { openWriter, sendingToBare, sendingToOurs, type Writer } from './writer.ts';

/** Delivery of one conversation's messages to many sockets. */
export interface Delivery {
  sockets: number;
  perSecond: { ours: number; bare: number; share: number };
  cpuUs: { ours: number; bare: number; multiple: number };
  /** From the call that sends a message to its arrival; the bare call inserts it plainly. Milliseconds. */
  latency: { ours: Quantiles; bare: Quantiles };
}

interface Quantiles {
  p50: number;
  p99: number;
}

const [burstEvents, bursts, singles] = [50, 7, 20];
const mostMembers = 500;

/** One of the two ways by which messages reach sockets. */
interface Way {
  server: Child;
  listeners: Listeners;
  /** The number of the last message. */
  seq: number;
  /** Makes many messages at once. */
  burst(after: number): Promise<void>;
  /** Sends one. */
  single(text: string): Promise<void>;
}

/** Measures delivery to so many sockets, which are those of at most 500 members. */
export async function measureDelivery(stage: Stage, sockets: number): Promise<Delivery> {
  const members = take(stage.members, 0, Math.min(sockets, mostMembers));
  await using pair = await openPair(stage);
  const [room] = (await seedRooms(stage.databaseUrl, [members])) as [Room];
  const [bareRoom] = (await seedBareRooms(stage.databaseUrl, [members])) as [Room];
  // NOTE: awaited here, since what is opened here is closed at the return.
  return await inDatabase(stage.databaseUrl, async (client) => {
    using writer = openWriter(pair.ours.url);
    using bareWriter = openWriter(pair.bare.url);
    await using listeners = await openListeners({ url: pair.ours.url, members, sockets, after: 0, seed: stage.seed });
    await using bareListeners = await openListeners({ url: pair.bare.url, members: null, sockets, after: 0, seed: 0 });
    const ours = wayOfOurs({ pair, writer, listeners }, room, client);
    const bare = wayOfBare({ running: pair.bare, writer: bareWriter, listeners: bareListeners }, bareRoom);
    const result = await measureInTurn(stage, { ours, bare });
    stage.check(`delivery to ${sockets}`, await ours.listeners.tally(), sockets * ours.seq);
    return { sockets, ...result };
  });
}

function wayOfOurs(
  { pair, writer, listeners }: { pair: Pair; writer: Writer; listeners: Listeners },
  room: Room,
  client: pg.Client,
): Way {
  const [sender] = room.members;
  const token = sender ? accessToken(sender) : '';
  const single = async (text: string) => {
    const said = { conversationId: room.id, text, clientId: randomUUID() };
    const { status, text: answer } = await writer.send(sendingToOurs(token, said));
    if (status !== 200) throw new Error(`chat.send: ${status} ${answer}`);
  };
  const burst = async () => {
    // NOTE: rows that stand already; the write after them wakes the tail.
    await fillRoom(client, room, { count: burstEvents - 1, text: textBy(seeded(1)) });
    await single(textBy(seeded(1)));
  };
  return { server: pair.ours.server, listeners, seq: 0, burst, single };
}

function wayOfBare(
  { running, writer, listeners }: { running: Running; writer: Writer; listeners: Listeners },
  room: Room,
): Way {
  const viewerId = room.members[0]?.id ?? '';
  let frame = '';
  const single = async (text: string) => {
    const said = { conversationId: room.id, text, clientId: randomUUID() };
    const { text: answer } = await writer.send(sendingToBare(viewerId, said));
    frame = frameOf(JSON.parse(answer) as Record<string, unknown>);
  };
  const burst = async (after: number) => {
    const path = `/fan-out?events=${burstEvents}&after=${after}`;
    await writer.send({ method: 'POST', path, body: JSON.stringify({ text: frame }) });
  };
  return { server: running.server, listeners, seq: 0, burst, single };
}

type Ways = Record<'ours' | 'bare', Way>;

async function measureInTurn(stage: Stage, ways: Ways): Promise<Omit<Delivery, 'sockets'>> {
  const next = seeded(stage.seed);
  const names = ['ours', 'bare'] as const;
  const rates = { ours: [] as number[], bare: [] as number[] };
  const costs = { ours: [] as number[], bare: [] as number[] };
  const late = { ours: [] as number[], bare: [] as number[] };
  for (let n = 0; n < singles; n += 1) {
    const text = textBy(next);
    for (const name of names) late[name].push(...(await singleOf(ways[name], text)));
  }
  for (let n = 0; n < bursts; n += 1) {
    for (const name of names) {
      const { perSecond, cpuUs } = await burstOf(ways[name]);
      rates[name].push(perSecond);
      costs[name].push(cpuUs);
    }
  }
  const [ours, bare] = [median(rates.ours), median(rates.bare)];
  const [oursUs, bareUs] = [median(costs.ours), median(costs.bare)];
  const quantiles = (values: number[]) => ({ p50: quantile(values, 0.5), p99: quantile(values, 0.99) });
  return {
    perSecond: { ours, bare, share: ours / bare },
    cpuUs: { ours: oursUs, bare: bareUs, multiple: oursUs / bareUs },
    latency: { ours: quantiles(late.ours), bare: quantiles(late.bare) },
  };
}

async function singleOf(way: Way, text: string): Promise<number[]> {
  let sentAt = 0;
  const { times } = await expectNext(way, 1, () => {
    sentAt = now();
    return way.single(text);
  });
  return times.map((time) => time - sentAt);
}

async function burstOf(way: Way): Promise<{ perSecond: number; cpuUs: number }> {
  const before = way.server.cpuMs();
  const after = way.seq;
  const { times } = await expectNext(way, burstEvents, () => way.burst(after));
  const [first = 0, last = 0] = [times[0], times.at(-1)];
  return {
    perSecond: (times.length * 1000) / (last - first),
    cpuUs: ((way.server.cpuMs() - before) * 1000) / times.length,
  };
}

function expectNext(way: Way, events: number, cause: () => Promise<void>): Promise<Arrivals> {
  way.seq += events;
  return way.listeners.expect(way.seq, cause);
}
