import { expect, test } from 'vitest';
import { resultType } from './result-types.ts';

const complain = (text: string): readonly string[] => resultType.complain({ path: 'x.ts', text });

test.each([
  'export function run(): void {}',
  'export async function run<T extends () => void>(\n  input: { a: string },\n  next: (x: number) => T,\n): Promise<T> {',
  'export const run = (input: string): string => input;',
  'export const run = <T,>(input: T): T => input;',
  'export const sum = (1 + 2) * 3;',
  'export const table = { run() {} };',
])('%s is fine', (text) => {
  expect(complain(text)).toEqual([]);
});

test.each([
  'export function run() {}',
  'export async function* run<T extends () => void>(input: { a: string }) {',
  'export const run = (input: string) => input;',
  'export const run = async (input: (x: number) => void) => {};',
])('%s states no result', (text) => {
  expect(complain(text)).toEqual(['run states no result type']);
});
