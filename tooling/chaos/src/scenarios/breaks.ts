import { setTimeout } from 'node:timers/promises';
import { type FaultPlan, planFaults } from '../faults.ts';
import { chatUnderFaults } from './chat-under-faults.ts';
import type { Scenario } from './scenario.ts';

type Break = 'reset' | 'partial' | 'silence' | 'pause' | 'half' | 'slow' | 'kill' | 'move' | 'drain';

/** R4: connections break in every way that there is. Rounds are breaks. */
export const breaks: Scenario = {
  about:
    'connections are reset, fall silent, close by half, slow down, lose their process or move to another: 0 missed, 0 twice',
  rounds: 1000,
  run: (options) =>
    chatUnderFaults<Break>(
      {
        servers: 2,
        mayFail: true,
        plan: (random) => planFaults(planOf(options.rounds), random),
        faults: ({ servers, proxies }) => ({
          reset: async (_ms, random) => random.pick(proxies).cut(),
          partial: async (_ms, random) => random.pick(proxies).cut(() => random.next() < 0.5),
          silence: async (ms, random) => {
            const proxy = random.pick(proxies);
            proxy.stall();
            await setTimeout(ms);
            proxy.cut();
            proxy.resume();
          },
          pause: async (ms, random) => {
            const proxy = random.pick(proxies);
            proxy.stall();
            await setTimeout(ms);
            proxy.resume();
          },
          half: async (_ms, random) => random.pick(proxies).closeHalf(random.pick(['client', 'server'])),
          slow: async (ms, random) => {
            const proxy = random.pick(proxies);
            proxy.delay(random.whole(20, 200));
            await setTimeout(ms);
            proxy.delay(0);
          },
          kill: async (_ms, random) => {
            const server = random.pick(servers);
            await server.kill();
            await server.up();
          },
          move: async (_ms, random) => {
            const proxy = random.pick(proxies);
            proxy.leadTo(random.pick(servers).port);
            proxy.cut();
          },
          drain: async (_ms, random) => {
            const server = random.pick(servers);
            await server.stop();
            await server.up();
          },
        }),
      },
      options,
    ),
};

/** NOTE: servers take a second or two to come back, so few of the breaks are of that kind. */
function planOf(rounds: number): FaultPlan<Break> {
  const servers = Math.ceil(rounds / 20);
  const others = Math.max(1, Math.floor((rounds - 2 * servers) / 7));
  const counts = { reset: others, partial: others, silence: others, pause: others, half: others, slow: others };
  const move = Math.max(0, rounds - 2 * servers - 6 * others);
  return { counts: { ...counts, move, kill: servers, drain: servers }, after: [50, 300], lasts: [50, 500] };
}
