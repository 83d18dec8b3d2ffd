import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Watch, Watched } from './watch.ts';

/** A server process that is ended and started again on the same port. */
export interface Server {
  readonly name: string;
  readonly port: number;
  readonly url: string;
  readonly runs: boolean;
  /** Starts it if it does not run, and waits until it is ready. */
  up(): Promise<void>;
  kill(): Promise<void>;
  stop(): Promise<void>;
  freeze(): void;
  thaw(): void;
}

/** What a server is started with. */
export interface ServerPlan {
  name: string;
  port: number;
  env: NodeJS.ProcessEnv;
}

const main = join(import.meta.dirname, '../../../../apps/server/src/main.ts');
const leash = join(import.meta.dirname, 'leash.ts');
const startSeconds = 120;

/** A server that does not run yet. */
export function createServer(watch: Watch, { name, port, env }: ServerPlan): Server {
  let current: Watched | null = null;
  const url = `http://127.0.0.1:${port}`;
  const start = (): Watched =>
    watch.start({
      name,
      program: process.execPath,
      args: ['--import', leash, main, 'start'],
      env: { ...unlimited, ...env, PORT: String(port) },
    });
  return {
    name,
    port,
    url,
    get runs() {
      return current?.runs ?? false;
    },
    up: async () => {
      if (!current?.runs) current = start();
      let answer = '';
      for (const end = performance.now() + startSeconds * 1000; performance.now() < end; await setTimeout(25)) {
        answer = await askReadiness(url);
        if (answer === 'ready') return;
        if (!current.runs) break;
      }
      const state = current.runs ? `runs, and is not ready: ${answer}` : 'has ended';
      throw new Error(`${name} did not come up; it ${state}\n${current.said}`);
    },
    kill: async () => current?.kill(),
    stop: async () => current?.stop(),
    freeze: () => current?.freeze(),
    thaw: () => current?.thaw(),
  };
}

/** NOTE: rates are not what is tested here, and would stand in the way. */
const unlimited = {
  RATE_LIMIT_FACTOR: '100000',
  LIMIT_SOCKETS_PER_ACCOUNT: '1000',
  LIMIT_SOCKET_MESSAGES: '100000',
  LOG_LEVEL: 'error',
  DEMO: '0',
};

/** 'ready', or what keeps it from being that. */
async function askReadiness(url: string): Promise<string> {
  try {
    const answer = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(5000) });
    const body = await answer.text();
    return answer.ok ? 'ready' : body;
  } catch (error) {
    return String(error);
  }
}
