import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { generateSources, sourceFolder } from './sources.ts';

const sources = generateSources();

describe('generated sources are fresh; if not, run `pnpm --filter @rookery/sdk generate`', () => {
  test.each([...sources.keys()])('%s', (file) => {
    expect(readFileSync(new URL(file, sourceFolder), 'utf8')).toBe(sources.get(file));
  });

  test('and no others lie beside them', () => {
    const files = readdirSync(new URL('generated/', sourceFolder)).map((file) => `generated/${file}`);
    expect(files.filter((file) => !sources.has(file))).toEqual([]);
  });
});
