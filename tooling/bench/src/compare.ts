import type { Case } from './calls.ts';
import type { Child } from './child.ts';
import { median, type Round, runLoad } from './load.ts';

/** A server and where it listens. */
export interface Running {
  url: string;
  server: Child;
}

/** Both servers over one database. */
export interface Pair {
  ours: Running;
  bare: Running;
  databaseUrl: string;
}

/** Ours beside the bare limit, by medians of interleaved rounds. */
export interface Comparison {
  name: string;
  target: number | null;
  ours: Round;
  bare: Round;
  /** Requests a second of ours as a share of the bare limit's. */
  ratio: number;
  /** CPU of ours for a request as a multiple of the bare limit's. */
  cpuRatio: number;
}

/** Runs one case against both servers in turn, so that noise of the machine meets both alike. */
export async function compare(
  one: Case,
  { ours, bare }: Pair,
  { rounds, seconds, connections }: { rounds: number; seconds: number; connections?: number },
): Promise<Comparison> {
  const results: { ours: Round[]; bare: Round[] } = { ours: [], bare: [] };
  await runLoad({ ...ours, request: (n) => one.ours(n) }, 2, connections);
  await runLoad({ ...bare, request: (n) => one.bare(n) }, 2, connections);
  for (let round = 0; round < rounds; round += 1) {
    const first = round * 100_000;
    results.bare.push(await runLoad({ ...bare, request: (n) => one.bare(n + first) }, seconds, connections));
    results.ours.push(await runLoad({ ...ours, request: (n) => one.ours(n + first) }, seconds, connections));
  }
  const [a, b] = [middle(results.ours), middle(results.bare)];
  return {
    name: one.name,
    target: one.target,
    ours: a,
    bare: b,
    ratio: a.perSecond / b.perSecond,
    cpuRatio: a.cpuMsPerRequest / b.cpuMsPerRequest,
  };
}

function middle(rounds: readonly Round[]): Round {
  const of = (key: keyof Round) => median(rounds.map((round) => round[key]));
  return {
    perSecond: of('perSecond'),
    cpuMsPerRequest: of('cpuMsPerRequest'),
    p50: of('p50'),
    p99: of('p99'),
    failed: rounds.reduce((sum, { failed }) => sum + failed, 0),
  };
}
