import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const root = new URL('../..', import.meta.url).pathname;
const database = '**/*.db.test.ts';
// NOTE: by its bare name vitest would look for tsc on the PATH, where it is only under pnpm.
const typescript = createRequire(import.meta.url)
  .resolve('typescript/package.json')
  .replace('package.json', 'bin/tsc');
/** What a test waits for may take long on a machine that has much else to do; what is there is seen at once. */
const patience = { poll: { timeout: 10_000 } };
const ignored = ['**/node_modules/**', '**/dist/**'];

/** Files that take long by waiting, the slowest first: begun last, each of them would be waited for alone. */
const slow = [
  'chaos/src/scenarios/',
  'server/src/cluster/',
  'web/tests/',
  'server/src/cli/',
  'src/hidden-accounts',
  'src/canaries',
];

/** Begins with the files that take longest, whatever a machine knows of earlier runs. */
class SlowestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const place = slow.findIndex((part) => moduleId.includes(part));
      return place < 0 ? slow.length : place;
    };
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b));
  }
}

/** Three kinds of tests: `unit` needs nothing, `db` a PostgreSQL, `types` is never run but checked. */
export default defineConfig({
  root,
  test: {
    sequence: { sequencer: SlowestFirst },
    // NOTE: also where there are two cores alone, since the slowest tests mostly wait.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      {
        root,
        test: {
          name: 'unit',
          include: ['{packages,apps,tooling}/**/*.test.ts'],
          exclude: [...ignored, database],
          testTimeout: 20_000,
          expect: patience,
        },
      },
      {
        root,
        test: {
          name: 'db',
          include: [database],
          exclude: ignored,
          globalSetup: ['packages/testkit/src/global-setup.ts'],
          pool: 'forks',
          isolate: false,
          testTimeout: 40_000,
          hookTimeout: 60_000,
          expect: patience,
        },
      },
      {
        root,
        test: {
          name: 'types',
          include: [],
          exclude: ignored,
          typecheck: {
            enabled: true,
            only: true,
            include: ['{packages,apps}/**/*.test-d.ts'],
            checker: typescript,
            tsconfig: 'tooling/vitest/tsconfig.types.json',
          },
        },
      },
    ],
  },
});
