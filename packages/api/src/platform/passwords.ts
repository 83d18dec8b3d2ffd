import { createHmac } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { Piscina } from 'piscina';
import type { PasswordHasher } from '../kernel/ports.ts';
import type { PasswordTask } from './password-worker.ts';

/** How dear a hash is, and the secret that goes into each. */
export interface PasswordOptions {
  secret: Buffer;
  /** Binary logarithm of bcrypt's rounds. */
  cost: number;
}

/** Hashes with bcrypt in worker threads, over an HMAC so that each of the 256 characters counts. */
export async function createPasswordHasher({ secret, cost }: PasswordOptions): Promise<PasswordHasher & AsyncDisposable> {
  const threads = Math.max(1, Math.min(4, availableParallelism() - 1));
  const pool = new Piscina<PasswordTask, string | boolean>({
    filename: new URL('./password-worker.ts', import.meta.url).href,
    minThreads: 0,
    maxThreads: threads,
    idleTimeout: 30_000,
    niceIncrement: 10,
  });
  const prehash = (password: string) => createHmac('sha256', secret).update(password, 'utf8').digest('base64');
  const hash = async (password: string) => String(await pool.run({ secret: prehash(password), cost }));
  let decoy: Promise<string> | null = null;
  return {
    hash,
    verify: async (password, stored) => {
      decoy ??= hash('nobody has this password');
      const matches = await pool.run({ secret: prehash(password), hash: stored ?? (await decoy) });
      return stored !== null && matches === true;
    },
    [Symbol.asyncDispose]: () => pool.destroy(),
  };
}
