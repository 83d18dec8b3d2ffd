import { expect, test } from 'vitest';
import { readBumps } from './pending-changesets.ts';

test.each([
  ["---\n'@rookery/sdk': major\n---\n\nWords.\n", [['@rookery/sdk', 'major']]],
  ['---\n"@rookery/sdk": minor\n---\nWords.', [['@rookery/sdk', 'minor']]],
  [
    '---\r\na: patch\r\nb: minor\r\n---\r\n',
    [
      ['a', 'patch'],
      ['b', 'minor'],
    ],
  ],
  ['---\n---\n\nNothing is released of this.\n', []],
])('%j announces %j', (text, expected) => {
  expect([...(readBumps(text) ?? ['unreadable'])]).toEqual(expected);
});

test.each([
  "---\n\n## '@rookery/sdk': minor\n\nThe formatter took the line for a heading.\n",
  "'@rookery/sdk': minor\n",
  "---\n'@rookery/sdk': enormous\n---\n",
  '',
])('%j is no changeset', (text) => {
  expect(readBumps(text)).toBeUndefined();
});
