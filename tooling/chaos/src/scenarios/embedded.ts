import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { createClient, type Rookery } from '@rookery/sdk';
import { findFreePort } from '@rookery/server/postgres';
import { openFolder, postmasterOf } from '../processes/folder.ts';
import { createServer, type Server } from '../processes/server.ts';
import { openWatch } from '../processes/watch.ts';
import { type Random, seeded } from '../random.ts';
import type { Report, RunOptions, Scenario } from './scenario.ts';

const patienceMs = 30_000;

/** R1 for the one process that brings its own PostgreSQL: it and its database are killed by turns. Rounds are kills. */
export const embedded: Scenario = {
  about:
    'kill -9 of a server with an embedded PostgreSQL and of that by turns: no answer lost or twice, each notified of once',
  rounds: 50,
  run: async (options) => {
    await using stack = new AsyncDisposableStack();
    const folder = stack.use(openFolder()).path;
    const watch = stack.use(openWatch());
    const env = { DATA_DIR: folder, DATABASE_URL: '', REDIS_URL: '' };
    const server = createServer(watch, { name: 'server', port: await findFreePort(), env });
    stack.defer(() => server.stop());
    await server.up();
    const [writer, reader] = [await register(server, stack), await register(server, stack)];
    const report = await answerUnderKills({ server, folder, writer, reader }, options);
    await server.stop();
    return { ...report, violations: [...report.violations, ...watch.complaints] };
  },
};

interface Stage {
  server: Server;
  folder: string;
  writer: Rookery;
  reader: Rookery;
}

async function answerUnderKills(stage: Stage, { seed, rounds, perSecond, say }: RunOptions): Promise<Report> {
  const { writer, reader } = stage;
  const random = seeded(seed);
  const { id: replyToId } = await reader.posts.create({ text: 'Answer this.' });
  const heard: string[] = [];
  reader.events.on('notification.created', ({ data: { notification } }) => {
    if (notification.type === 'reply' && notification.post) heard.push(notification.post.id);
  });
  await until(() => reader.events.status === 'open', 'the stream did not open');
  const writing = new AbortController();
  const answers = write(writer, replyToId, { perSecond, signal: writing.signal });
  for (let kill = 1; kill <= rounds; kill += 1) say(`${kill}/${rounds} ${await killOnce(stage, random, kill)}`);
  await setTimeout(1000);
  writing.abort();
  const acknowledged = await answers;
  const stored = new Map<string, string>();
  for await (const { id, text } of reader.posts.replies.all({ id: replyToId, limit: 100 })) stored.set(id, text);
  await until(() => new Set(heard).size >= stored.size, 'not all was heard').catch(() => undefined);
  return judge(acknowledged, stored, heard);
}

async function register({ url }: Server, stack: AsyncDisposableStack): Promise<Rookery> {
  const client = stack.adopt(createClient({ url, onError: () => undefined }), (opened) => opened.close());
  const username = `chaos_${randomBytes(4).toString('hex')}`;
  await client.auth.register({ email: `${username}@rookery.test`, username, password: 'kill -9 is only a signal' });
  return client;
}

async function killOnce({ server, folder }: Stage, random: Random, kill: number): Promise<string> {
  await setTimeout(random.whole(500, 2000));
  const what = kill % 2 === 1 ? 'server' : 'database';
  if (what === 'server') await server.kill();
  else killDatabase(folder);
  const down = performance.now();
  await server.up();
  return `${what}, ready again after ${Math.round(performance.now() - down)} ms`;
}

function killDatabase(folder: string): void {
  const pid = postmasterOf(join(folder, 'postgres'));
  if (pid === null) throw new Error('no database runs');
  process.kill(pid, 'SIGKILL');
}

/** Ids of the answers that were acknowledged; each is sent with one key until it is. */
async function write(
  writer: Rookery,
  replyToId: string,
  { perSecond, signal }: { perSecond: number; signal: AbortSignal },
): Promise<string[]> {
  const pending: Promise<string>[] = [];
  while (!signal.aborted) {
    pending.push(insist(writer, { text: `answer ${pending.length}`, replyToId }));
    await setTimeout(1000 / perSecond);
  }
  return Promise.all(pending);
}

async function insist(writer: Rookery, input: { text: string; replyToId: string }): Promise<string> {
  const idempotencyKey = crypto.randomUUID();
  for (const end = performance.now() + 4 * patienceMs; ; await setTimeout(200)) {
    try {
      return (await writer.posts.create(input, { idempotencyKey })).id;
    } catch (error) {
      if (performance.now() > end) throw error;
    }
  }
}

function judge(acknowledged: readonly string[], stored: ReadonlyMap<string, string>, heard: readonly string[]): Report {
  const known = new Set(heard);
  const texts = [...stored.values()];
  const counts = {
    lost: acknowledged.filter((id) => !stored.has(id)).length,
    doubled: texts.length - new Set(texts).size,
    unheard: [...stored.keys()].filter((id) => !known.has(id)).length,
    heardTwice: heard.length - known.size,
  };
  const violations = Object.entries(counts).flatMap(([name, count]) => (count > 0 ? [`${count} ${name}`] : []));
  return { figures: { acknowledged: acknowledged.length, ...counts }, violations };
}

async function until(holds: () => boolean, complaint: string): Promise<void> {
  for (const end = performance.now() + patienceMs; performance.now() < end; await setTimeout(20)) if (holds()) return;
  throw new Error(complaint);
}
