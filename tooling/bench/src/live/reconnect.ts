import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { accessToken } from '../access-token.ts';
import type { Member } from '../seed.ts';
import { openListeners } from './listeners.ts';
import type { Resumption } from './protocol.ts';
import { seeded, textBy } from './random.ts';
import { type Room, seedRooms } from './rooms.ts';
import { openPair, quantile, type Stage, take } from './stage.ts';
import { openWriter, sendingToOurs } from './writer.ts';

/** How many sockets come back at once while messages go on. Milliseconds. */
export interface Reconnecting {
  sockets: number;
  /** Until the first, most and all had what they missed. */
  ours: { p50: number; p99: number; last: number };
  /** Until as many bare sockets were open again. */
  bare: { p50: number; p99: number; last: number };
  refused: number;
  /** Of another call, before and meanwhile, and how many of those were turned away. */
  http: { before: number; meanwhile: number; refused: number };
}

const mostMembers = 500;
const [messageMs, probeMs] = [200, 40];
const settlingMs = 2000;

/** Cuts all sockets at once and looks how they come back. */
export async function measureReconnecting(stage: Stage, sockets: number): Promise<Reconnecting> {
  const members = take(stage.members, 0, Math.min(sockets, mostMembers));
  await using pair = await openPair(stage);
  const [room] = (await seedRooms(stage.databaseUrl, [members])) as [Room];
  const { url } = pair.ours;
  await using listeners = await openListeners({ url, members, sockets, after: 0, seed: stage.seed });
  const talk = repeat(messageMs, talkIn(url, room, stage.seed));
  const quiet = repeat(probeMs, probe(url, members));
  await setTimeout(settlingMs);
  const before = await quiet();
  const busy = repeat(probeMs, probe(url, members));
  const back = await listeners.cut();
  const meanwhile = await busy();
  await setTimeout(settlingMs);
  const sent = (await talk()).length;
  await listeners.expect(sent, async () => undefined);
  stage.check(`reconnecting of ${sockets}`, await listeners.tally(), sockets * sent);
  await using bareListeners = await openListeners({
    url: pair.bare.url,
    members: null,
    sockets,
    after: 0,
    seed: stage.seed,
  });
  const bare = await bareListeners.cut();
  const p99 = (probes: readonly Probe[]) =>
    quantile(
      probes.map(({ ms }) => ms),
      0.99,
    );
  return {
    sockets,
    ours: timesOf(back),
    bare: timesOf(bare),
    refused: back.refused,
    http: {
      before: p99(before),
      meanwhile: p99(meanwhile),
      refused: meanwhile.filter(({ status }) => status !== 200).length,
    },
  };
}

function timesOf({ resumed }: Resumption): Reconnecting['ours'] {
  return { p50: quantile(resumed, 0.5), p99: quantile(resumed, 0.99), last: Math.max(...resumed) };
}

/** Does something again and again at a steady pace, until it is asked for what came of it. */
function repeat<Result>(everyMs: number, act: () => Promise<Result>): () => Promise<Result[]> {
  const results: Promise<Result>[] = [];
  const timer = setInterval(() => void results.push(act()), everyMs);
  return () => {
    clearInterval(timer);
    return Promise.all(results);
  };
}

function talkIn(url: string, room: Room, seed: number): () => Promise<void> {
  const next = seeded(seed);
  const writer = openWriter(url);
  return async () => {
    const said = { conversationId: room.id, text: textBy(next), clientId: randomUUID() };
    for (const token = accessToken(room.members[0] as Member); ; ) {
      const { status, text } = await writer.send(sendingToOurs(token, said));
      if (status === 200) return;
      if (status !== 503) throw new Error(`chat.send: ${status} ${text}`);
      await setTimeout(100);
    }
  };
}

interface Probe {
  ms: number;
  status: number;
}

function probe(url: string, members: readonly Member[]): () => Promise<Probe> {
  const [member] = members as [Member];
  const path = `/trpc/users.get?input=${encodeURIComponent(JSON.stringify({ json: { id: member.id } }))}`;
  const headers = { authorization: `Bearer ${accessToken(member)}` };
  return async () => {
    using writer = openWriter(url);
    const since = performance.now();
    const { status } = await writer.send({ path, headers });
    return { ms: performance.now() - since, status };
  };
}
