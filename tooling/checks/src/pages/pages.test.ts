import { expect, test } from 'vitest';
import { isInTree } from './existing.ts';
import { findMentions } from './mentions.ts';

const files = [
  'packages/api/src/kernel/trpc.ts',
  'packages/api/src/features/posts/posts.routes.ts',
  'packages/api/src/features/posts/create-post.ts',
  'docs.md',
];

test.each([
  'packages/api/src/kernel/trpc.ts',
  'kernel/trpc.ts',
  'packages/api/src/features/',
  'packages/api/src/features/<slice>/posts.routes.ts',
  'features/*/x.routes.ts',
  './docs.md',
  'src/{kernel,features}',
])('%s is in the tree', (name) => {
  expect(isInTree(name, 'README.md', files)).toBe(true);
});

test.each([
  'packages/api/src/kernel/gone.ts',
  'trpc',
  'features/<slice>/x.jobs.ts',
  'src/{kernel,gone}',
  'kernel/trpc',
])('%s is not', (name) => {
  expect(isInTree(name, 'README.md', files)).toBe(false);
});

test('a link is read from the folder of its page', () => {
  expect(isInTree('../kernel/trpc.ts', 'packages/api/src/features/README.md', files)).toBe(true);
});

test('paths and scripts are mentioned, routes, media types and packages are not', () => {
  const page = [
    'See `kernel/trpc.ts`, [the docs](docs.md#top), `/trpc`, `application/json`, `@trpc/server` and `posts.create`.',
    '```sh',
    'pnpm verify && npm run bench && pnpm install',
    'node tooling/checks/src/verify.ts',
    '```',
  ].join('\n');
  expect(findMentions(page).map(({ name }) => name)).toEqual([
    'kernel/trpc.ts',
    'docs.md',
    'tooling/checks/src/verify.ts',
    'verify',
    'bench',
  ]);
});
