import { readFileSync } from 'node:fs';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { Validator } from '@seriousme/openapi-schema-validator';
import { expect, test } from 'vitest';
import { documentFile, documentText } from './sources.ts';

const committed = readFileSync(documentFile, 'utf8');

test('the committed OpenAPI document is fresh', () => {
  expect(committed === documentText(), 'run `pnpm generate` and look at the diff of packages/rest/openapi.json').toBe(
    true,
  );
});

test('the document is valid by the schema of OpenAPI', async () => {
  const { valid, errors } = await new Validator().validate(JSON.parse(committed));
  expect({ valid, errors }).toEqual({ valid: true, errors: undefined });
});

test('Redocly finds nothing to say about it', { timeout: 90_000 }, async () => {
  // NOTE: by texts alone /users/by-username/{username} may be /users/{id}/posts; document.test.ts proves that no id can be meant.
  const config = await createConfig({ extends: ['recommended'], rules: { 'no-ambiguous-paths': 'off' } });
  const problems = await lintFromString({ source: committed, absoluteRef: 'openapi.json', config });
  expect(problems.map(({ ruleId, message }) => `${ruleId}: ${message}`)).toEqual([]);
});
