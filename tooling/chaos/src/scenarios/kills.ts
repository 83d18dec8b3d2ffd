import { planFaults } from '../faults.ts';
import { chatUnderFaults } from './chat-under-faults.ts';
import type { Scenario } from './scenario.ts';

/** R1: processes of ours and the database are killed while people chat. Rounds are kills of servers. */
export const kills: Scenario = {
  about: 'kill -9 of servers, and of the postmaster for every fourth of them: nothing lost, nothing twice, order kept',
  rounds: 200,
  run: (options) =>
    chatUnderFaults(
      {
        servers: 2,
        mayFail: true,
        plan: (random) =>
          planFaults(
            {
              counts: { server: options.rounds, postmaster: Math.ceil(options.rounds / 4) },
              after: [300, 1200],
              lasts: [0, 0],
            },
            random,
          ),
        faults: ({ house, servers }) => ({
          server: async (_ms, random) => {
            const server = random.pick(servers);
            await server.kill();
            await server.up();
          },
          postmaster: async () => {
            await house.killDatabase();
            for (const server of servers) await server.up();
          },
        }),
      },
      options,
    ),
};
