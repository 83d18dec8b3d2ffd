import { availableParallelism } from 'node:os';
import type { Check } from './check.ts';
import { contract } from './contract/check.ts';
import { directions } from './directions/check.ts';
import { guards } from './guards/check.ts';
import { lint } from './lint.ts';
import { pages } from './pages/check.ts';
import { mapInParallel } from './parallel.ts';
import { describeOutcome, type Outcome, runCheck } from './run-check.ts';
import { tree } from './tree/check.ts';
import { types } from './types.ts';
import { unused } from './unused.ts';

const checks: readonly Check[] = [types, guards, lint, directions, unused, tree, pages, contract];

process.exitCode = await verify(process.argv.slice(2));

/** Runs the named checks, or all; 0 when every one passes. */
async function verify(names: readonly string[]): Promise<number> {
  const unknown = names.filter((name) => !checks.some((check) => check.name === name));
  if (unknown.length > 0) {
    console.log(`No check is called ${unknown.join(', ')}. There are ${checks.map(({ name }) => name).join(', ')}.`);
    return 2;
  }
  const started = performance.now();
  const chosen = checks.filter(({ name }) => names.length === 0 || names.includes(name));
  const outcomes = await mapInParallel(chosen, availableParallelism(), runAndPrint);
  const failed = outcomes.filter(({ complaints }) => complaints.length > 0);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`\n${outcomes.length - failed.length} checks passed, ${failed.length} failed in ${seconds} s`);
  return failed.length === 0 ? 0 : 1;
}

async function runAndPrint(check: Check): Promise<Outcome> {
  const outcome = await runCheck(check);
  console.log(describeOutcome(check, outcome).join('\n'));
  return outcome;
}
