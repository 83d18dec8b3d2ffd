import { randomBytes } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { createClient, type Rookery } from '@rookery/sdk';
import type { Victim } from './victim.ts';

/** How hard the server is treated. */
export interface KillPlan {
  kills: number;
  writesPerSecond: number;
  secondsBetween: number;
  say(line: string): void;
}

/** What came of it; every count but the first must be zero. */
export interface KillReport {
  acknowledged: number;
  /** Acknowledged, but not in the database. */
  lost: number;
  /** Written more than once. */
  doubled: number;
  /** In the database, but never on the reader's stream. */
  unheard: number;
  /** Events that the reader's stream gave more than once. */
  heardTwice: number;
}

const password = 'kill -9 is only a signal';

/**
 * Writes replies at a steady rate, each with one idempotency key until it is acknowledged, while server and database are killed in
 * turn, and a reader listens to the notifications. Then compares what was acknowledged, what is stored, and what was heard.
 */
export async function killRepeatedly(victim: Victim, plan: KillPlan): Promise<KillReport> {
  await victim.up();
  const [writer, reader] = [clientOf(victim), clientOf(victim)];
  try {
    await join(writer, 'writer');
    await join(reader, 'reader');
    const root = await reader.posts.create({ text: 'Answer this.' });
    const heard = listen(reader);
    await untilOpen(reader);
    const writing = new AbortController();
    const written = write(writer, { replyToId: root.id, perSecond: plan.writesPerSecond, signal: writing.signal });
    for (let kill = 1; kill <= plan.kills; kill += 1) await killOnce(victim, plan, kill);
    await setTimeout(plan.secondsBetween * 1000);
    writing.abort();
    const acknowledged = await written;
    const stored = await storedReplies(reader, root.id);
    await untilHeard(heard, stored);
    return judge(acknowledged, stored, heard);
  } finally {
    writer.close();
    reader.close();
  }
}

function clientOf({ url }: Victim): Rookery {
  return createClient({ url, onError: () => undefined });
}

async function join(client: Rookery, name: string): Promise<void> {
  const username = `${name}_${randomBytes(4).toString('hex')}`;
  await client.auth.register({ email: `${username}@rookery.test`, username, password });
}

async function killOnce(victim: Victim, { secondsBetween, say }: KillPlan, kill: number): Promise<void> {
  await setTimeout(secondsBetween * 1000 * (0.5 + Math.random()));
  const what = kill % 2 === 1 ? 'server' : 'database';
  if (what === 'server') await victim.killServer();
  else victim.killDatabase();
  const down = Date.now();
  await victim.up();
  say(`kill ${kill}: ${what}, ready again after ${Date.now() - down} ms`);
}

interface Heard {
  /** Reply id → how often it was heard of. */
  replies: Map<string, number>;
  eventIds: string[];
}

function listen(reader: Rookery): Heard {
  const heard: Heard = { replies: new Map(), eventIds: [] };
  reader.events.on('notification.created', ({ id, data }) => {
    heard.eventIds.push(id);
    const reply = data.notification.type === 'reply' ? data.notification.post?.id : undefined;
    if (reply) heard.replies.set(reply, (heard.replies.get(reply) ?? 0) + 1);
  });
  return heard;
}

async function untilOpen(reader: Rookery): Promise<void> {
  for (const end = Date.now() + 10_000; Date.now() < end; await setTimeout(20))
    if (reader.events.status === 'open') return;
  throw new Error('the stream did not open');
}

/** Replies by id, with the text of each, once they have been acknowledged. */
async function write(
  writer: Rookery,
  { replyToId, perSecond, signal }: { replyToId: string; perSecond: number; signal: AbortSignal },
): Promise<Map<string, string>> {
  const acknowledged = new Map<string, string>();
  const pending = new Set<Promise<void>>();
  for (let n = 0; !signal.aborted; n += 1) {
    const text = `reply ${n}`;
    const one = insist(writer, { text, replyToId }).then((id) => void acknowledged.set(id, text));
    pending.add(one);
    void one.finally(() => pending.delete(one));
    await setTimeout(1000 / perSecond);
  }
  await Promise.all(pending);
  return acknowledged;
}

async function insist(writer: Rookery, input: { text: string; replyToId: string }): Promise<string> {
  const idempotencyKey = randomBytes(16).toString('hex');
  for (const end = Date.now() + 120_000; ; await setTimeout(100 + Math.random() * 200)) {
    try {
      return (await writer.posts.create(input, { idempotencyKey })).id;
    } catch (error) {
      if (Date.now() > end) throw error;
    }
  }
}

async function storedReplies(reader: Rookery, rootId: string): Promise<Map<string, string>> {
  const stored = new Map<string, string>();
  for await (const { id, text } of reader.posts.replies.all({ id: rootId, limit: 100 })) stored.set(id, text);
  return stored;
}

async function untilHeard(heard: Heard, stored: ReadonlyMap<string, string>): Promise<void> {
  for (const end = Date.now() + 20_000; Date.now() < end; await setTimeout(50))
    if (heard.replies.size >= stored.size) return;
}

function judge(
  acknowledged: ReadonlyMap<string, string>,
  stored: ReadonlyMap<string, string>,
  heard: Heard,
): KillReport {
  const texts = [...stored.values()];
  return {
    acknowledged: acknowledged.size,
    lost: [...acknowledged.keys()].filter((id) => !stored.has(id)).length,
    doubled: texts.length - new Set(texts).size,
    unheard: [...stored.keys()].filter((id) => !heard.replies.has(id)).length,
    heardTwice:
      heard.eventIds.length -
      new Set(heard.eventIds).size +
      [...heard.replies.values()].filter((times) => times > 1).length,
  };
}
