import { type Faults, type PlannedFault, runFaults } from '../faults.ts';
import { catchUpTimes, percentile } from '../history/catch-up.ts';
import { check } from '../history/check.ts';
import { type History, Recorder } from '../history/history.ts';
import { beginChat } from '../people/chat.ts';
import { openConversations } from '../people/conversations.ts';
import { type Crowd, gather } from '../people/crowd.ts';
import { conclude } from '../people/settle.ts';
import { type House, openHouse } from '../processes/house.ts';
import type { Server } from '../processes/server.ts';
import { openProxy, type Passage } from '../proxy/proxy.ts';
import { type Random, seeded } from '../random.ts';
import type { Report, RunOptions } from './scenario.ts';

/** What faults act on. The proxy number n leads to the server number n unless somebody leads it elsewhere. */
export interface Stage {
  house: House;
  servers: readonly Server[];
  proxies: readonly Passage[];
}

/** What goes wrong while people chat. */
export interface ChatUnderFaults<Name extends string> {
  servers: number;
  redis?: boolean;
  plan(random: Random): PlannedFault<Name>[];
  faults(stage: Stage): Faults<Name>;
  /** Whether calls may meet a server that is at fault; what they do get is retried in any case. */
  mayFail: boolean;
}

const names = ['ann', 'ben', 'cem', 'dia'];

/** Lets four people with two devices each chat through proxies while things go wrong, and checks what was sent against what arrived. */
export async function chatUnderFaults<Name extends string>(
  { servers: count, redis = false, plan, faults, mayFail }: ChatUnderFaults<Name>,
  { seed, perSecond, say }: RunOptions,
): Promise<Report> {
  const random = seeded(seed);
  const recorder = new Recorder();
  await using stack = new AsyncDisposableStack();
  const house = stack.use(await openHouse());
  if (redis) await house.redis.up();
  const servers = await house.open(count, { redis });
  const proxies: Passage[] = [];
  for (const { port } of servers) proxies.push(stack.use(await openProxy(port)));
  const crowd = stack.use(await gather({ names, devicesEach: 2, urls: proxies.map(({ url }) => url) }, recorder));
  const conversations = await openConversations(crowd.people, 20);
  const chat = beginChat({ conversations, perSecond, random: random.branch('chat'), recorder });
  const voice = { recorder, random: random.branch('faults'), say };
  await runFaults(plan(random.branch('plan')), faults({ house, servers, proxies }), voice);
  await chat.stop();
  const history = await conclude(crowd, conversations, recorder);
  return judge({ history, crowd, house, mayFail });
}

interface Outcome {
  history: History;
  crowd: Crowd;
  house: House;
  mayFail: boolean;
}

function judge({ history, crowd: { answers }, house: { watch }, mayFail }: Outcome): Report {
  const count = (kind: string): number => history.entries.filter((entry) => entry.kind === kind).length;
  const catchUps = catchUpTimes(history);
  const resets = history.entries.filter((entry) => entry.kind === 'status' && entry.status === 'reset').length;
  return {
    figures: {
      faults: count('fault'),
      sent: count('invoked'),
      acknowledged: count('acknowledged'),
      failedTries: count('failed'),
      heard: count('heard'),
      resets,
      serverErrors: answers.serverErrors.length,
      catchUpP50Ms: Math.round(percentile(catchUps, 0.5)),
      catchUpP99Ms: Math.round(percentile(catchUps, 0.99)),
    },
    violations: [
      ...check(history).map(({ kind, detail }) => `${kind}: ${detail}`),
      ...(resets > 0 ? [`${resets} streams began anew`] : []),
      ...(mayFail ? [] : answers.serverErrors.map((error) => `a server was at fault: ${error}`)),
      ...answers.thrown.map((error) => `a client was at fault: ${error}`),
      ...watch.complaints,
    ],
    history,
  };
}
