import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 31)) },
    requests: { type: 'string', default: '10000' },
    all: { type: 'boolean', default: false },
  },
});

const at = (path: string): string => fileURLToPath(new URL(`../../../../${path}`, import.meta.url));

/** NOTE: the long form is the test that is run with all others, with more requests; vitest gives it a database. */
const vitest = [
  at('tooling/vitest/node_modules/vitest/vitest.mjs'),
  'run',
  'apps/server/tests/rest-fuzz.db.test.ts',
  ...['--config', at('tooling/vitest/vitest.config.ts'), '--project', 'db', '--disable-console-intercept'],
];

process.stdout.write(`pnpm fuzz --seed ${values.seed} --requests ${values.requests}\n`);
const { status } = spawnSync(process.execPath, vitest, {
  stdio: 'inherit',
  cwd: at(''),
  env: {
    ...process.env,
    FUZZ_SEED: values.seed,
    FUZZ_REQUESTS: values.requests,
    ...(values.all ? { FUZZ_ALL: '1' } : {}),
  },
});
process.exitCode = status ?? 1;
