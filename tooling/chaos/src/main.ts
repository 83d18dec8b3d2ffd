import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { findFreePort } from '@rookery/server/postgres';
import { killRepeatedly } from './kill.ts';
import { createVictim } from './victim.ts';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '10' },
    rate: { type: 'string', default: '50' },
    between: { type: 'string', default: '2' },
  },
});

const say = (line: string) => void process.stdout.write(`${line}\n`);
const dataDir = mkdtempSync(join(tmpdir(), 'rookery-chaos-'));
try {
  await using victim = createVictim(dataDir, await findFreePort());
  const report = await killRepeatedly(victim, {
    kills: Number(values.kills),
    writesPerSecond: Number(values.rate),
    secondsBetween: Number(values.between),
    say,
  });
  say(JSON.stringify(report));
  const { acknowledged, ...faults } = report;
  if (acknowledged === 0 || Object.values(faults).some((count) => count > 0)) process.exitCode = 1;
} finally {
  rmSync(dataDir, { recursive: true, force: true });
}
