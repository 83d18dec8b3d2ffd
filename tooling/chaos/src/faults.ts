import { setTimeout } from 'node:timers/promises';
import type { Recorder } from './history/history.ts';
import type { Random } from './random.ts';

/** Things that may go wrong, by name; each returns when all is well again. `ms` says for how long, `random` where. */
export type Faults<Name extends string> = Readonly<Record<Name, (ms: number, random: Random) => Promise<void>>>;

/** One thing that will go wrong. */
export interface PlannedFault<Name extends string> {
  name: Name;
  /** Milliseconds of peace before it. */
  after: number;
  /** Milliseconds that it lasts, where that is a matter of choice. */
  lasts: number;
}

/** How often each fault comes, and the bounds of the milliseconds before and during them. */
export interface FaultPlan<Name extends string> {
  counts: Readonly<Record<Name, number>>;
  after: readonly [number, number];
  lasts: readonly [number, number];
}

/** Lays down what will go wrong and when; the same random numbers give the same plan. */
export function planFaults<Name extends string>(plan: FaultPlan<Name>, random: Random): PlannedFault<Name>[] {
  const names = namesOf(plan.counts).flatMap((name) => Array.from({ length: plan.counts[name] }, () => name));
  for (let index = names.length - 1; index > 0; index -= 1) {
    const other = random.whole(0, index);
    const [one, two] = [names[index], names[other]];
    if (one !== undefined && two !== undefined) [names[index], names[other]] = [two, one];
  }
  return names.map((name) => ({ name, after: random.whole(...plan.after), lasts: random.whole(...plan.lasts) }));
}

/** Where the faults of a plan are noted and told. */
export interface FaultVoice {
  recorder: Recorder;
  random: Random;
  say(line: string): void;
}

/** Lets the faults of a plan happen, one after the other. */
export async function runFaults<Name extends string>(
  planned: readonly PlannedFault<Name>[],
  faults: Faults<Name>,
  { recorder, random, say }: FaultVoice,
): Promise<void> {
  for (const [index, { name, after, lasts }] of planned.entries()) {
    await setTimeout(after);
    recorder.note({ kind: 'fault', name });
    const begun = performance.now();
    await faults[name](lasts, random);
    recorder.note({ kind: 'healed', name });
    say(`${index + 1}/${planned.length} ${name}, healed after ${Math.round(performance.now() - begun)} ms`);
  }
}

/** NOTE: the names of a record of counts are its keys. */
function namesOf<Name extends string>(counts: Readonly<Record<Name, number>>): Name[] {
  return Object.keys(counts) as Name[];
}
