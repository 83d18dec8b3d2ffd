import { expect, test } from 'vitest';
import type { Change } from './change.ts';
import { describeChanges, printReport } from './report.ts';

const shared = { severity: 'break', place: 'response field "PostView.text"', message: 'is gone' } as const;
const changes: readonly Change[] = [
  { ...shared, operation: 'posts.get' },
  { severity: 'addition', operation: 'posts.create', place: 'request body field "mood"', message: 'is new' },
  { ...shared, operation: 'posts.list' },
  { ...shared, operation: 'feed.home' },
];

test('a change of a shared schema is told once, with its operations', () => {
  expect(describeChanges(changes)[0]).toBe('posts.get, posts.list, feed.home: response field "PostView.text" is gone');
  expect(describeChanges(changes, 2)[0]).toBe(
    'posts.get, posts.list and 1 more: response field "PostView.text" is gone',
  );
});

test('a report begins with what breaks', () => {
  expect(printReport(changes)).toEqual([
    'Breaks: programs that obeyed the old document fail (1)',
    '  posts.get, posts.list, feed.home: response field "PostView.text" is gone',
    '',
    'Additions and promises: nobody has to do anything (1)',
    '  posts.create: request body field "mood" is new',
  ]);
  expect(printReport([])).toEqual(['Nothing changed for consumers.']);
});
