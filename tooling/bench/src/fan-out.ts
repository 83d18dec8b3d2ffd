import { once } from 'node:events';
import { join } from 'node:path';
import pg from 'pg';
import { accessToken } from './access-token.ts';
import { type Child, startChild } from './child.ts';
import type { Pair, Running } from './compare.ts';
import { median } from './load.ts';
import { callAs } from './rpc.ts';
import type { Member } from './seed.ts';

/** One event or many to all sockets, ours beside a bare `ws` server that sends one text to each. */
export interface FanOut {
  sockets: number;
  /** Deliveries a second when many events come at once. */
  ours: number;
  bare: number;
  ratio: number;
  cpuUsPerDelivery: { ours: number; bare: number };
  /** From the call that causes an event to its arrival, in milliseconds; the bare call causes nothing but the sending. */
  latency: { ours: { p50: number; p99: number }; bare: { p50: number; p99: number } };
}

/** When deliveries arrived, in milliseconds since 1970. */
interface Arrivals {
  p50: number;
  p99: number;
  first: number;
  last: number;
  sample: string;
}

/** In milliseconds after the cause. */
interface Done {
  p50: number;
  p99: number;
  /** From the first arrival to the last. */
  spread: number;
  sample: string;
}

/** What causes events in one of the servers. */
interface Source {
  swarm: Child;
  server: Child;
  /** Makes `events` events at once. */
  burst(events: number): Promise<void>;
  /** Makes one event by a call. */
  single(n: number): Promise<void>;
}

const burstEvents = 50;
const now = () => performance.timeOrigin + performance.now();

/** Measures delivery of notifications to the many devices of one member. */
export async function measureFanOut(pair: Pair, members: readonly Member[], sockets: number): Promise<FanOut> {
  const { ours, bare } = pair;
  const [reader, ...others] = members;
  if (!reader) throw new Error('nobody to deliver to');
  await using ourSwarm = await startSwarm(
    `${ours.url.replace('http', 'ws')}/trpc?connectionParams=1`,
    sockets,
    accessToken(reader),
  );
  const ourSource = await notificationSource(pair, ourSwarm, { reader, others });
  const warm = await expectAll(ourSource.swarm, sockets, () => ourSource.single(0));
  const oursResult = await measure(ourSource, sockets);
  await ourSwarm[Symbol.asyncDispose]();
  await using bareSwarm = await startSwarm(bare.url.replace('http', 'ws'), sockets, '');
  const bareResult = await measure(bareSource(bare, bareSwarm, warm.sample), sockets);
  return {
    sockets,
    ours: oursResult.perSecond,
    bare: bareResult.perSecond,
    ratio: oursResult.perSecond / bareResult.perSecond,
    cpuUsPerDelivery: { ours: oursResult.cpuUs, bare: bareResult.cpuUs },
    latency: { ours: oursResult.latency, bare: bareResult.latency },
  };
}

async function startSwarm(url: string, sockets: number, token: string): Promise<Child> {
  const swarm = startChild([join(import.meta.dirname, 'swarm.ts')], {
    SWARM_URL: url,
    SWARM_COUNT: String(sockets),
    SWARM_TOKEN: token,
  });
  await once(swarm.process, 'message');
  return swarm;
}

/** Causes deliveries and returns how long they took, once all sockets have them. */
async function expectAll(swarm: Child, deliveries: number, cause: () => Promise<void>): Promise<Done> {
  const armed = once(swarm.process, 'message');
  swarm.process.send?.({ deliveries });
  await armed;
  const done = once(swarm.process, 'message');
  const startedAt = now();
  await cause();
  const [{ p50, p99, first, last, sample }] = (await done) as [Arrivals];
  return { p50: p50 - startedAt, p99: p99 - startedAt, spread: last - first, sample };
}

async function measure(
  source: Source,
  sockets: number,
): Promise<{ perSecond: number; cpuUs: number; latency: { p50: number; p99: number } }> {
  const rates: number[] = [];
  const costs: number[] = [];
  for (let round = 0; round < 7; round += 1) {
    const before = source.server.cpuMs();
    const { spread } = await expectAll(source.swarm, sockets * burstEvents, () => source.burst(burstEvents));
    rates.push((sockets * burstEvents * 1000) / spread);
    costs.push(((source.server.cpuMs() - before) * 1000) / (sockets * burstEvents));
  }
  const singles: Done[] = [];
  for (let n = 0; n < 30; n += 1) singles.push(await expectAll(source.swarm, sockets, () => source.single(n + 1)));
  return {
    perSecond: median(rates),
    cpuUs: median(costs),
    latency: { p50: median(singles.map(({ p50 }) => p50)), p99: median(singles.map(({ p99 }) => p99)) },
  };
}

async function notificationSource(
  { ours, databaseUrl }: Pair,
  swarm: Child,
  { reader, others }: { reader: Member; others: readonly Member[] },
): Promise<Source> {
  const call = <Answer>(member: Member, path: string, value: object): Promise<Answer> =>
    callAs(ours.url, member, [path, value]);
  const at = (n: number) => others[n % others.length] as Member;
  const post = await call<{ id: string }>(reader, 'posts.create', { text: 'Like this.' });
  for (let n = 0; n < burstEvents; n += 1)
    await call(at(n), 'posts.create', { text: `answer ${n}`, replyToId: post.id });
  return {
    swarm,
    server: ours.server,
    burst: async (events) => {
      // NOTE: journal rows of notifications that stand already; the write after them wakes the tail.
      const client = new pg.Client({ connectionString: databaseUrl });
      await client.connect();
      await client.query(
        `insert into journal (topic, type, ref) select topic, type, ref from journal where topic = $1 and type = 'notification.created' order by id desc limit $2`,
        [`user:${reader.id}`, events],
      );
      await client.end();
      await call(at(0), 'posts.create', { text: 'A write that wakes the tail.' });
    },
    single: async (n) => {
      await call(at(n), 'posts.create', { text: `another answer ${n}`, replyToId: post.id });
    },
  };
}

function bareSource(bare: Running, swarm: Child, text: string): Source {
  const fanOut = async (events: number) => {
    await fetch(`${bare.url}/fan-out?events=${events}`, { method: 'POST', body: JSON.stringify({ text }) });
  };
  return { swarm, server: bare.server, burst: fanOut, single: () => fanOut(1) };
}
