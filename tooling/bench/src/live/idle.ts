import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Child } from '../child.ts';
import type { Running } from '../compare.ts';
import { openListeners } from './listeners.ts';
import { seedRooms } from './rooms.ts';
import { openPair, type Stage, take } from './stage.ts';

/** What sockets cost that hear nothing. */
export interface IdleSockets {
  sockets: number;
  ours: IdleCost;
  bare: IdleCost;
}

/** Of one server. */
export interface IdleCost {
  /** KiB a socket. */
  rss: number;
  heap: number;
  /** Milliseconds of CPU a second, without and with all of them. */
  cpu: { before: number; with: number };
}

/** As long as it takes until every socket is pinged once. */
const idleSeconds = 30;
const bareSeconds = 5;
const perRoom = 500;

/** Opens sockets that are signed in and stream events, then as many bare ones. */
export async function measureIdle(stage: Stage, sockets: number): Promise<IdleSockets> {
  const members = take(stage.members, 0, sockets);
  const flags = ['--expose-gc', '--import', join(import.meta.dirname, 'memory-probe.ts')];
  const rooms = Array.from({ length: Math.ceil(sockets / perRoom) }, (_, n) =>
    members.slice(n * perRoom, (n + 1) * perRoom),
  );
  await seedRooms(stage.databaseUrl, rooms);
  await using pair = await openPair(stage, { flags });
  const cost = (running: Running, known: boolean, seconds: number) =>
    costOf(running, { seconds, sockets, seed: stage.seed, members: known ? members : null });
  return { sockets, ours: await cost(pair.ours, true, idleSeconds), bare: await cost(pair.bare, false, bareSeconds) };
}

type Crowd = Omit<Parameters<typeof openListeners>[0], 'url' | 'after'> & { seconds: number };

async function costOf({ url, server }: Running, { seconds, ...crowd }: Crowd): Promise<IdleCost> {
  await warmUp(url, crowd);
  const cpuBefore = await cpuOver(server, bareSeconds);
  const before = await memoryOf(server);
  await using _listeners = await openListeners({ url, after: 0, ...crowd });
  // NOTE: what is written down of who is online follows within seconds, and belongs to the opening.
  await setTimeout(3000);
  const after = await memoryOf(server);
  const cpu = { before: cpuBefore, with: await cpuOver(server, seconds) };
  const kib = (name: keyof Memory) => (after[name] - before[name]) / 1024 / crowd.sockets;
  return { rss: kib('rss'), heap: kib('heapUsed'), cpu };
}

/** Lets the server load and compile what sockets need. */
async function warmUp(url: string, crowd: Omit<Crowd, 'seconds'>): Promise<void> {
  await using _listeners = await openListeners({ url, after: 0, ...crowd, sockets: Math.min(100, crowd.sockets) });
  await setTimeout(1000);
}

interface Memory {
  rss: number;
  heapUsed: number;
}

async function memoryOf({ process: child }: Child): Promise<Memory> {
  const answer = once(child, 'message');
  child.send('memory');
  return (await answer)[0] as Memory;
}

async function cpuOver(server: Child, seconds: number): Promise<number> {
  const before = server.cpuMs();
  await setTimeout(seconds * 1000);
  return (server.cpuMs() - before) / seconds;
}
