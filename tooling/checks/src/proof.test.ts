import { expect, test } from 'vitest';
import { compareWithMarks } from './proof.ts';

const finding = { rule: 'a', file: 'x.ts', message: 'wrong' };

test('a check that reports exactly what the fixture announces is proved', () => {
  expect(compareWithMarks(['a'], new Set(['x.ts: a']), [finding])).toEqual([]);
});

test('a rule that no fixture breaks is not', () => {
  expect(compareWithMarks(['a', 'b'], new Set(['x.ts: a']), [finding])).toEqual([
    'the fixture never breaks the rule b',
  ]);
});

test('a check that overlooks a breach is not', () => {
  expect(compareWithMarks(['a'], new Set(['x.ts: a']), [])).toEqual(['the fixture passes although it breaks x.ts: a']);
});

test('a check that blames the innocent is not', () => {
  const other = { ...finding, file: 'y.ts' };
  expect(compareWithMarks(['a'], new Set(['x.ts: a']), [finding, other])).toEqual([
    'the fixture is blamed for what it obeys: y.ts: a',
  ]);
});
