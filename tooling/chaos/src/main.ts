import { parseArgs } from 'node:util';
import { writeHistory } from './history/history.ts';
import { scenarios } from './scenarios/index.ts';
import type { Report, Scenario } from './scenarios/scenario.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 31)) },
    rounds: { type: 'string' },
    rate: { type: 'string', default: '50' },
    history: { type: 'string' },
  },
});
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const unhandled: string[] = [];
process.on('unhandledRejection', (error) => unhandled.push(`unhandled rejection: ${String(error)}`));
// NOTE: whatever was begun is ended by listeners to `exit`; a second Ctrl-C must not cut that short.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(130));

const [name] = positionals;
const scenario = name === undefined ? undefined : scenarios[name];
if (name === undefined || !scenario) usage(name);
else process.exitCode = await run(name, scenario);

function usage(unknown: string | undefined): void {
  if (unknown !== undefined) {
    say(`No scenario is called ${unknown}.`);
    process.exitCode = 2;
  }
  say('pnpm chaos <scenario> [--seed <number>] [--rounds <number>] [--rate <messages a second>] [--history <file>]\n');
  for (const [known, { about, rounds }] of Object.entries(scenarios))
    say(`  ${known.padEnd(12)}${about} (${rounds} rounds)`);
}

async function run(called: string, { run: begin, rounds: usual }: Scenario): Promise<number> {
  const [seed, rounds] = [Number(values.seed), Number(values.rounds ?? usual)];
  say(`${called} --seed ${seed} --rounds ${rounds}`);
  const begun = performance.now();
  const report = await begin({ seed, rounds, perSecond: Number(values.rate), say });
  if (values.history && report.history) writeHistory(values.history, report.history);
  const violations = [...report.violations, ...unhandled];
  for (const violation of violations.slice(0, 50)) say(`VIOLATION ${violation}`);
  say(
    lastLine(report, {
      called,
      seed,
      rounds,
      violations: violations.length,
      seconds: (performance.now() - begun) / 1000,
    }),
  );
  return violations.length > 0 ? 1 : 0;
}

interface Ending {
  called: string;
  seed: number;
  rounds: number;
  violations: number;
  seconds: number;
}

function lastLine({ figures }: Report, { called, seed, rounds, violations, seconds }: Ending): string {
  const parts = Object.entries(figures).map(([figure, value]) => `${figure} ${value}`);
  return `${called} seed ${seed}, ${rounds} rounds in ${seconds.toFixed(0)} s: ${parts.join(', ')}; violations ${violations}`;
}
