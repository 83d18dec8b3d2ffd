import { createHmac } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { Piscina } from 'piscina';
import { DomainError } from '../kernel/errors.ts';
import type { PasswordHasher } from '../kernel/ports.ts';
import type { PasswordTask } from './password-worker.ts';

/** How dear a hash is, and the secret that goes into each. */
export interface PasswordOptions {
  secret: Buffer;
  /** Binary logarithm of bcrypt's rounds. */
  cost: number;
  /** How many are hashed at a time. */
  threads?: number | undefined;
}

/** A hasher with the threads that it works in. */
export interface OpenPasswordHasher extends PasswordHasher, AsyncDisposable {
  /** What a password is compared with where there is no hash. */
  readonly decoy: string;
}

/** How many wait for each thread at the most: the last of them still gets an answer before its client gives up. */
const mostWaiting = 64;

/** Hashes with bcrypt in worker threads, over an HMAC so that each of the 256 characters counts. */
export async function createPasswordHasher({
  secret,
  cost,
  threads = usualThreads(),
}: PasswordOptions): Promise<OpenPasswordHasher> {
  const pool = new Piscina<PasswordTask, string | boolean>({
    filename: new URL('./password-worker.ts', import.meta.url).href,
    minThreads: 0,
    maxThreads: threads,
    idleTimeout: 30_000,
    niceIncrement: 10,
  });
  const prehash = (password: string) =>
    createHmac('sha256', secret).update(password.normalize('NFC'), 'utf8').digest('base64');
  const run = async (task: PasswordTask) => {
    if (pool.queueSize >= mostWaiting * threads) throw new DomainError('unavailable', { retryAfter: 5 });
    return pool.run(task);
  };
  const decoy = decoyOf(cost);
  return {
    decoy,
    hash: async (password) => String(await run({ secret: prehash(password), cost })),
    verify: async (password, stored) => {
      const matches = await run({ secret: prehash(password), hash: stored ?? decoy });
      return stored !== null && matches === true;
    },
    [Symbol.asyncDispose]: () => pool.destroy(),
  };
}

function usualThreads(): number {
  return Math.max(1, Math.min(4, availableParallelism() - 1));
}

/** A hash of the right form that nobody made, so that comparing with it takes its time from the first call on. */
function decoyOf(cost: number): string {
  return `$2b$${String(cost).padStart(2, '0')}$${'.'.repeat(53)}`;
}
