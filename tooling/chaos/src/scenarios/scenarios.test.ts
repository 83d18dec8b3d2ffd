import { expect, test } from 'vitest';
import { hasRedis } from '../processes/redis.ts';
import { scenarios } from './index.ts';

/** The short forms, one after another, since each is a load by itself. */
const short = { kills: 5, embedded: 2, replies: 200, order: 6, breaks: 40, redis: 3, revocation: 1 };
const minutes = 5;

for (const [name, rounds] of Object.entries(short)) {
  test.skipIf(name === 'redis' && !hasRedis())(
    `${name}: ${scenarios[name]?.about}`,
    async () => {
      const report = await scenarios[name]?.run({ seed: 20_261_121, rounds, perSecond: 15, say: () => undefined });
      expect(report?.violations).toEqual([]);
    },
    minutes * 60_000,
  );
}
