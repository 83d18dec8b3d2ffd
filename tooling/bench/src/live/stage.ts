import type { Pair } from '../compare.ts';
import type { Member } from '../seed.ts';
import { type StartOptions, startBare, startOurs } from '../servers.ts';
import type { Tally } from './protocol.ts';

/** What every part of the run is given. */
export interface Stage {
  databaseUrl: string;
  dataDir: string;
  /** All who are signed in. */
  members: readonly Member[];
  seed: number;
  say(text: string): void;
  /** Notes how many events came that should have; the run fails if any did not, or twice. */
  check(what: string, tally: Tally, due: number): void;
}

/** Both servers, started for one part of the run. */
export async function openPair(stage: Stage, options: StartOptions = {}): Promise<Pair & AsyncDisposable> {
  await using stack = new AsyncDisposableStack();
  const { databaseUrl, dataDir } = stage;
  const ours = await startOurs(databaseUrl, { dataDir, ...options });
  stack.use(ours.server);
  const bare = await startBare(databaseUrl, { flags: options.flags ?? [] });
  stack.use(bare.server);
  const owned = stack.move();
  return { ours, bare, databaseUrl, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

/** The value below which a share of the others lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** As many of the members as are wanted. */
export function take(members: readonly Member[], from: number, count: number): Member[] {
  if (members.length < from + count) throw new Error(`only ${members.length} people, ${from + count} are needed`);
  return members.slice(from, from + count);
}
