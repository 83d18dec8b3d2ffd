import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import type { Watch, Watched } from './watch.ts';

/** A Redis of our own that is ended, stopped, emptied and started again. */
export interface Redis {
  readonly url: string;
  up(): Promise<void>;
  kill(): Promise<void>;
  freeze(): void;
  thaw(): void;
  /** FLUSHALL. */
  flush(): Promise<void>;
}

/** Whether this machine has one. NOTE: where it is promised, as in CI, its absence is a failure. */
export function hasRedis(): boolean {
  return Boolean(process.env['CI']) || spawnSync('redis-server', ['--version']).status === 0;
}

/** A Redis that keeps nothing on disk and does not run yet. */
export function createRedis(watch: Watch, port: number): Redis {
  let current: Watched | null = null;
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', '/'];
  return {
    url: `redis://127.0.0.1:${port}`,
    up: async () => {
      for (const end = performance.now() + 20_000; performance.now() < end; await setTimeout(25)) {
        if (!current?.runs) current = watch.start({ name: 'Redis', program: 'redis-server', args });
        if ((await ask(port, 'PING').catch(() => '')).startsWith('+PONG')) return;
      }
      throw new Error(`Redis did not come up: ${current?.said}`);
    },
    kill: async () => current?.kill(),
    freeze: () => current?.freeze(),
    thaw: () => current?.thaw(),
    flush: async () => void (await ask(port, 'FLUSHALL')),
  };
}

async function ask(port: number, command: string): Promise<string> {
  const socket = connect({ port, host: '127.0.0.1' }).setTimeout(5000, () => socket.destroy(new Error('no answer')));
  try {
    await once(socket, 'connect');
    socket.write(`${command}\r\n`);
    const [answer] = await once(socket, 'data');
    return String(answer);
  } finally {
    socket.destroy();
  }
}
