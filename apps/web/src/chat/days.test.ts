import { expect, it } from 'vitest';
import { dayName } from './days.ts';

it('calls days as people do', () => {
  const now = new Date(2026, 10, 1, 0, 5);
  expect(dayName(new Date(2026, 10, 1, 0, 1), now)).toBe('Today');
  expect(dayName(new Date(2026, 9, 31, 23, 59), now)).toBe('Yesterday');
  expect(dayName(new Date(2026, 9, 30), now)).toBe('Friday 30 October');
  expect(dayName(new Date(2025, 9, 30), now)).toBe('30 October 2025');
});
