import type { History } from '../history/history.ts';

/** How a scenario is to be run. */
export interface RunOptions {
  /** Decides what goes wrong, where and when. */
  seed: number;
  /** How much goes wrong; what is counted differs. */
  rounds: number;
  /** Messages a second, where people chat. */
  perSecond: number;
  say(line: string): void;
}

/** What came of a run. */
export interface Report {
  /** Counts and times, by name. */
  figures: Record<string, number>;
  /** How promises were broken; empty when none was. */
  violations: string[];
  history?: History;
}

/** A way to maltreat the system, and what must hold all the same. */
export interface Scenario {
  /** What happens and what must hold, in a line. */
  about: string;
  /** Rounds of the long form. */
  rounds: number;
  run(options: RunOptions): Promise<Report>;
}
