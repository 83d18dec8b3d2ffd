import { defineConfig } from 'vitest/config';

const root = new URL('../..', import.meta.url).pathname;
const database = '**/*.db.test.ts';
const ignored = ['**/node_modules/**', '**/dist/**'];

/** Three kinds of tests: `unit` needs nothing, `db` a PostgreSQL, `types` is never run but checked. */
export default defineConfig({
  root,
  test: {
    projects: [
      {
        root,
        test: {
          name: 'unit',
          include: ['{packages,apps,tooling}/**/*.test.ts'],
          exclude: [...ignored, database],
          testTimeout: 20_000,
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
          testTimeout: 30_000,
          hookTimeout: 60_000,
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
            checker: 'tsc',
            tsconfig: 'tooling/vitest/tsconfig.types.json',
          },
        },
      },
    ],
  },
});
