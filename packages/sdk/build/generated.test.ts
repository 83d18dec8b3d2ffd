import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { generatedFolder, generateSources } from './sources.ts';

const sources = generateSources();

describe('generated sources are fresh; if not, run `pnpm --filter @rookery/sdk generate`', () => {
  test.each([...sources.keys()])('%s', (file) => {
    expect(readFileSync(new URL(file, generatedFolder), 'utf8')).toBe(sources.get(file));
  });

  test('and no others lie beside them', () => {
    const files = readdirSync(generatedFolder);
    expect(files.filter((file) => !sources.has(file))).toEqual([]);
  });
});
