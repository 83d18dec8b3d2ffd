import { createHmac } from 'node:crypto';
import type { Logger, Rate } from '../kernel/ports.ts';
import { type Sql, statement } from '../kernel/sql.ts';

/** Points that a key has used in the present window of a rate. */
export interface Used {
  points: number;
  /** Milliseconds until the window ends. */
  resetMs: number;
}

/** Counts in the database, for all processes. */
export interface RateStore {
  /** Whether others count with this process. */
  isShared(rate: Rate): boolean;
  /** Null where the memory of this process is to count: nobody else is there, or the database is away. */
  charge(rate: Rate, key: string, points: number): Promise<Used | null>;
}

/** What a store counts with. */
export interface RateStoreOptions {
  sql: Sql;
  /** Makes of addresses what tells nothing of them. */
  secret: Buffer;
  isAlone(): boolean;
  log: Logger;
}

const addPoints = statement<{ points: number; reset_ms: number }>(
  'rate.charge',
  `insert into rate_limit as held (key, points, expires_at) values ($1, $2, now() + $3 * interval '1 second')
   on conflict (key) do update set
     points = case when held.expires_at <= now() then 0 else held.points end + excluded.points,
     expires_at = case when held.expires_at <= now() then excluded.expires_at else held.expires_at end
   returning points, (extract(epoch from expires_at - now()) * 1000)::float8 as reset_ms`,
);

/** Counts strict rates always, the others as soon as this process is not alone. */
export function rateStore({ sql, secret, isAlone, log }: RateStoreOptions): RateStore {
  let isFailing = false;
  const digest = (rate: Rate, key: string) =>
    createHmac('sha256', secret).update(`rate ${rate.name} ${key}`).digest().subarray(0, 16);
  const isShared = (rate: Rate) => rate.strict || !isAlone();
  return {
    isShared,
    charge: async (rate, key, points) => {
      if (!isShared(rate)) return null;
      try {
        const row = await sql.first(addPoints, [digest(rate, key), points, rate.seconds]);
        isFailing = false;
        return row && { points: row.points, resetMs: row.reset_ms };
      } catch (error) {
        if (!isFailing)
          log.warn({ err: error }, 'rates are counted by each process alone, as long as the database is away');
        isFailing = true;
        return null;
      }
    },
  };
}
