import { randomBytes } from 'node:crypto';
import { createClient, type Rookery } from '@rookery/sdk';
import { percentile } from '../history/catch-up.ts';
import { openTap } from '../people/tap.ts';
import { openHouse } from '../processes/house.ts';
import { seeded } from '../random.ts';
import { type Cast, type Player, type Revocation, revocations, slowRevocations } from './revocations.ts';
import type { Scenario } from './scenario.ts';

/** How long after the answer a stream ended, or the sentinel came, in milliseconds; and what was wrong. */
interface Outcome {
  ms: number;
  violations: string[];
}

const slowEvery = 10;
const slowestMs = 1000;

/**
 * S3: a right is taken away on one process while its owner listens on another. What happens after the answer must never come; that it
 * will not is shown by what comes in its place: the end of the stream, or a later event that may be heard. Rounds are of all kinds.
 */
export const revocation: Scenario = {
  about: 'rights are revoked in 14 ways while their owners listen: nothing that happened after the answer is heard',
  rounds: 200,
  run: async ({ seed, rounds, say }) => {
    const random = seeded(seed);
    await using house = await openHouse();
    using stack = new DisposableStack();
    const urls = (await house.open(2)).map(({ url }) => url);
    const place = (): string => random.pick(urls);
    const [owner, third] = [await join(place(), stack), await join(place(), stack)];
    const outcomes: Outcome[] = [];
    for (let round = 1; round <= rounds; round += 1) {
      const kinds = { ...revocations, ...(round % slowEvery === 0 ? slowRevocations : {}) };
      for (const [name, revoke] of Object.entries(kinds)) {
        const outcome = await attempt(name, revoke, { owner, third, place });
        for (const violation of outcome.violations) say(`VIOLATION ${violation}`);
        outcomes.push(outcome);
      }
      say(`round ${round} of ${rounds}`);
    }
    const times = outcomes.map(({ ms }) => ms);
    const late = times.filter((ms) => ms > slowestMs).length;
    return {
      figures: {
        revocations: outcomes.length,
        settledP50Ms: Math.round(percentile(times, 0.5)),
        settledP99Ms: Math.round(percentile(times, 0.99)),
        laterThanOneSecond: late,
      },
      violations: [...outcomes.flatMap(({ violations }) => violations), ...house.watch.complaints],
    };
  },
};

/** What stays from one attempt to the next, and where the next client goes. */
interface Lasting extends Pick<Cast, 'owner' | 'third'> {
  place(): string;
}

async function attempt(name: string, revocation: Revocation, { owner, third, place }: Lasting): Promise<Outcome> {
  using stack = new DisposableStack();
  const { hearer, device } = await invite(place, stack);
  const { tap: wanted, cause, revoke, sentinel } = await revocation({ owner, third, hearer, device });
  const tap = stack.use(await openTap({ url: place(), token: device.accessToken, ...wanted }));
  const [before, after, last] = [randomWord(), randomWord(), randomWord()];
  try {
    await cause(before);
    await tap.hears(before);
    await revoke();
    const answered = performance.now();
    // NOTE: some rights end with the means to cause anything.
    await cause(after).catch(() => undefined);
    await sentinel?.(last);
    await (sentinel ? tap.hears(last) : within(tap.ended, `${name}: the stream goes on`));
    const wasHeard = tap.heard.some((text) => text.includes(after));
    return { ms: performance.now() - answered, violations: wasHeard ? [`${name}: heard afterwards`] : [] };
  } catch (error) {
    return { ms: 0, violations: [`${name}: ${error instanceof Error ? error.message : String(error)}`] };
  }
}

const patienceMs = 120_000;

async function within<T>(promise: Promise<T>, complaint: string): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error(complaint)), patienceMs);
  return Promise.race([promise, late.promise]).finally(() => clearTimeout(timer));
}

/** Somebody new, on a process. */
async function join(url: string, stack: DisposableStack): Promise<Player> {
  const client = connect(url, stack);
  const [username, password] = [`chaos_${randomBytes(6).toString('hex')}`, 'rights are for a time'];
  const { account } = await client.auth.register({ email: `${username}@rookery.test`, username, password });
  return { id: account.id, username, password, client };
}

/** A new hearer with a further device. */
async function invite(place: () => string, stack: DisposableStack): Promise<Pick<Cast, 'hearer' | 'device'>> {
  const hearer = await join(place(), stack);
  const client = connect(place(), stack);
  const { accessToken, refreshToken } = await client.auth.login({ login: hearer.username, password: hearer.password });
  return { hearer, device: { client, accessToken, refreshToken: refreshToken ?? '' } };
}

function connect(url: string, stack: DisposableStack): Rookery {
  return stack.adopt(createClient({ url, onError: () => undefined }), (client) => client.close());
}

function randomWord(): string {
  return `word${randomBytes(8).toString('hex')}`;
}
