import { setTimeout } from 'node:timers/promises';
import { planFaults } from '../faults.ts';
import { chatUnderFaults } from './chat-under-faults.ts';
import type { Scenario } from './scenario.ts';

/** R10: Redis dies, hangs and forgets while people chat over two processes. Rounds are faults. */
export const redis: Scenario = {
  about: 'Redis is killed, stopped for seconds or emptied under two processes: no 5xx, nothing lost',
  rounds: 20,
  run: (options) => {
    const each = (offset: number): number => Math.floor((options.rounds + offset) / 3);
    return chatUnderFaults(
      {
        servers: 2,
        redis: true,
        mayFail: false,
        plan: (random) =>
          planFaults(
            {
              counts: { kill: each(2), hang: each(1), flush: each(0) },
              after: [500, 1500],
              lasts: options.rounds > 3 ? [1000, 30_000] : [1000, 2000],
            },
            random,
          ),
        faults: ({ house: { redis: server } }) => ({
          kill: async (ms) => {
            await server.kill();
            await setTimeout(ms);
            await server.up();
          },
          hang: async (ms) => {
            server.freeze();
            await setTimeout(ms);
            server.thaw();
          },
          flush: () => server.flush(),
        }),
      },
      options,
    );
  },
};
