import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { type Caller, createTestApp, signUp, testAppOptions } from '@rookery/testkit';
import { describe, expect, test, vi } from 'vitest';
import type { JournalRow } from '../kernel/journal.ts';
import { type OpenApp, openApp } from '../open-app.ts';

/** NOTE: where the machine promises a Redis, as in CI, its absence is a failure. */
const hasRedis = Boolean(process.env['CI']) || spawnSync('redis-server', ['--version']).status === 0;

async function freePort(): Promise<number> {
  await using server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return address instanceof Object ? address.port : 0;
}

/** A Redis to which everything happens. */
class Victim {
  readonly port: number;
  #child: ChildProcess;

  constructor(port: number) {
    this.port = port;
    this.#child = this.#start();
  }

  #start(): ChildProcess {
    const words = ['--port', String(this.port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
    return spawn('redis-server', words, { cwd: '/', stdio: 'ignore' });
  }

  async kill(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await ended;
  }

  revive(): void {
    this.#child = this.#start();
  }

  signal(name: 'SIGSTOP' | 'SIGCONT'): void {
    this.#child.kill(name);
  }
}

/** What an app has handed on, by the id of the row. */
function rowsOf(app: OpenApp): Map<string, number> {
  const heard = new Map<string, number>();
  app.journal.onRow('notification.created', ({ id }: JournalRow) => heard.set(id, (heard.get(id) ?? 0) + 1));
  return heard;
}

/** Writes as fast as answers come until it is told to stop. */
function write(callers: readonly Caller[], postId: string) {
  const failures: unknown[] = [];
  let written = 0;
  let isOver = false;
  const writers = callers.map(async (caller) => {
    while (!isOver) {
      await caller.posts.create({ text: 'Still here', replyToId: postId }).then(
        () => {
          written += 1;
        },
        (error: unknown) => failures.push(error),
      );
    }
  });
  return {
    written: () => written,
    end: async () => {
      isOver = true;
      await Promise.all(writers);
      return { written, failures };
    },
  };
}

describe.skipIf(!hasRedis)('a Redis that dies, hangs, comes back and forgets', () => {
  test('fails no write, and loses and doubles no event on either process', async () => {
    const victim = new Victim(await freePort());
    const redisUrl = `redis://127.0.0.1:${victim.port}`;
    try {
      await using t = await createTestApp({ redisUrl });
      await using far = await openApp({ ...testAppOptions(t.database.url), redisUrl });
      const [ann, ben, cat] = [await signUp(t, 'ann'), await signUp(t, 'ben'), await signUp(t, 'cat')];
      const post = await t.as(ann.id).posts.create({ text: 'Answer this' });
      const [near, afar] = [rowsOf(t.app), rowsOf(far)];
      const writing = write([t.as(ben.id), t.as(cat.id, { app: far })], post.id);
      /** Returns when some more was written in the present state of things. */
      const more = async () => {
        const before = writing.written();
        await vi.waitFor(() => expect(writing.written()).toBeGreaterThan(before + 10), { timeout: 20_000 });
      };
      await more();
      await victim.kill();
      await more();
      victim.revive();
      await more();
      victim.signal('SIGSTOP');
      await more();
      victim.signal('SIGCONT');
      await more();
      spawnSync('redis-cli', ['-p', String(victim.port), 'flushall']);
      await more();
      const { written, failures } = await writing.end();
      expect(failures).toEqual([]);
      await Promise.all([t.app.journal.settle(), far.journal.settle()]);
      expect(near.size).toBe(written);
      expect(afar).toEqual(near);
      expect(new Set(near.values())).toEqual(new Set([1]));
    } finally {
      victim.signal('SIGCONT');
      await victim.kill();
    }
  }, 60_000);
});
