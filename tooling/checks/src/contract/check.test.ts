import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import type { Inspection } from '../check.ts';
import { contract } from './check.ts';
import { drop, type Edit, edited, put } from './editing.ts';
import { currentDocument, releasedDocument } from './places.ts';
import { at, field, sample } from './sample.ts';

const broken = drop(at('/posts/{id}', 'get'));
const added = put(field('CreatePostInput', 'mood'), { type: 'string' });

/** What the check says of a repository where the sample was released, then edited, with one changeset pending. */
async function inspect(edit: Edit | undefined, bump: string | undefined): Promise<Inspection> {
  const root = mkdtempSync(join(tmpdir(), 'rookery-contract-'));
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  write(releasedDocument, JSON.stringify(sample));
  write(currentDocument, JSON.stringify(edited(sample, ...(edit ? [edit] : []))));
  if (bump) write('.changeset/one.md', `---\n'@rookery/sdk': ${bump}\n---\n\nWords.\n`);
  try {
    return await contract.inspect(root);
  } finally {
    rmSync(root, { recursive: true });
  }
}

const gone = 'posts.get: GET /posts/{id} method GET is gone';

test.each([undefined, 'patch', 'minor'])('a break with a pending changeset %s fails and is named', async (bump) => {
  const { findings } = await inspect(broken, bump);
  expect(findings.map(({ rule, message }) => [rule, message])).toEqual([['unannounced-break', gone]]);
});

test('a break with a major changeset passes and is named', async () => {
  const { findings, warnings } = await inspect(broken, 'major');
  expect([findings, warnings]).toEqual([[], [`announced break: ${gone}`]]);
});

test.each([undefined, 'patch'])('an addition with a pending changeset %s fails', async (bump) => {
  const { findings } = await inspect(added, bump);
  expect(findings.map(({ rule }) => rule)).toEqual(['unannounced-addition']);
});

test.each(['minor', 'major'])('an addition with a pending changeset %s passes', async (bump) => {
  expect((await inspect(added, bump)).findings).toEqual([]);
});

test('no change needs no changeset', async () => {
  expect((await inspect(undefined, undefined)).findings).toEqual([]);
});
