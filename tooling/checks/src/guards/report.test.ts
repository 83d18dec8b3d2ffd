import { expect, test } from 'vitest';
import { judgeReport, type VitestReport } from './report.ts';

const rules = { failed: 'guard-failed', none: 'no-guards', where: 'packages/api' };
const judge = (report: VitestReport): string[] => judgeReport(report, rules, (name) => name).map(({ rule }) => rule);

test('a run without tests fails', () => {
  expect(judge({ numTotalTests: 0, numFailedTests: 0, testResults: [] })).toEqual(['no-guards']);
});

test('a file that did not load fails although no test of it failed', () => {
  const file = { name: 'a.guard.test.ts', status: 'failed', message: 'cannot import', assertionResults: [] };
  expect(judge({ numTotalTests: 0, numFailedTests: 0, testResults: [file] })).toEqual(['guard-failed']);
});

test('a failed test is told without the stack', () => {
  const stack = 'AssertionError: add effect: expected false to be true\n    at /some/where.ts:1:2\n    at runner';
  const failed = { status: 'failed', fullName: 'posts.pin', failureMessages: [stack] };
  const file = { name: 'a.guard.test.ts', status: 'failed', message: '', assertionResults: [failed] };
  const [finding] = judgeReport({ numTotalTests: 1, numFailedTests: 1, testResults: [file] }, rules, (name) => name);
  expect(finding?.message).toBe('posts.pin: add effect: expected false to be true');
});

test('passed tests are no finding', () => {
  const passed = { status: 'passed', fullName: 'one', failureMessages: [] };
  const file = { name: 'a.guard.test.ts', status: 'passed', message: '', assertionResults: [passed] };
  expect(judge({ numTotalTests: 1, numFailedTests: 0, testResults: [file] })).toEqual([]);
});
