import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { generatedFolder, generateSources } from './sources.ts';

const sources = generateSources();
const mend = 'run `pnpm generate` and look at its diff';

describe('the generated sources of the SDK are fresh', () => {
  test.each([...sources.keys()])('%s', (file) => {
    expect(readFileSync(new URL(file, generatedFolder), 'utf8') === sources.get(file), mend).toBe(true);
  });

  test('and no others lie beside them', () => {
    const files = readdirSync(generatedFolder);
    expect(files.filter((file) => !sources.has(file))).toEqual([]);
  });
});
