import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { generatedFolder, generateSources } from './sources.ts';

test('the generated sources of the SDK are fresh', () => {
  const sources = generateSources();
  const written = readdirSync(generatedFolder).map((file) => [
    file,
    readFileSync(new URL(file, generatedFolder), 'utf8'),
  ]);
  const stale = written.filter(([file = '', text]) => sources.get(file) !== text).map(([file]) => file);
  const missing = [...sources.keys()].filter((file) => !existsSync(new URL(file, generatedFolder)));
  expect([...stale, ...missing], 'run `pnpm generate` and look at its diff').toEqual([]);
});
