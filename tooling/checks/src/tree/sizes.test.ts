import { expect, test } from 'vitest';
import { complainOfShape, countLines } from './sizes.ts';

const files = (count: number, lines: number): number[] => Array.from({ length: count }, () => lines);

test('a tree of short files is in shape', () => {
  expect(complainOfShape([...files(60, 50), ...files(2, 390)])).toEqual([]);
});

test('a tree where half of the files are long is not', () => {
  expect(complainOfShape([...files(20, 50), ...files(30, 120)])).toEqual(['the median file has 120 lines, 80 at most']);
});

test('a tree with a long tail is not', () => {
  expect(complainOfShape([...files(60, 50), ...files(10, 300)])).toEqual([
    'the 95th percentile of files has 300 lines, 250 at most',
  ]);
});

test('the newline at the end is not a line of its own', () => {
  expect([countLines('a\nb\n'), countLines('a\nb')]).toEqual([2, 2]);
});
