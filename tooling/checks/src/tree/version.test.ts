import { expect, test } from 'vitest';
import { isBelow } from './version.ts';

test.each([
  ['8.17.0', '8.17.1', true],
  ['8.9.0', '8.17.1', true],
  ['8.17.1', '8.17.1', false],
  ['10.0.0', '9.9.9', false],
  ['9.0.0-rc.1', '9.0.0', true],
])('%s below %s is %s', (version, bound, expected) => {
  expect(isBelow(version, bound)).toBe(expected);
});
