import { describe, expect, it } from 'vitest';
import { relativeTime, timeLeft } from './relative-time.ts';

const now = new Date('2026-11-21T12:00:00Z');
const said = (ms: number): string => relativeTime(new Date(now.getTime() - ms), now);
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

describe('relativeTime', () => {
  it.each([
    [-minute, 'just now'],
    [44_000, 'just now'],
    [46_000, '1m ago'],
    [59 * minute, '59m ago'],
    [59.6 * minute, '1h ago'],
    [23 * hour, '23h ago'],
    [23.6 * hour, '1d ago'],
    [6 * day, '6d ago'],
  ])('says of %d ms: %s', (ms, text) => {
    expect(said(ms)).toBe(text);
  });

  it('names the day after a week, and the year when it is another', () => {
    expect(said(8 * day)).toBe('13 Nov');
    expect(said(400 * day)).toBe('17 Oct 2025');
  });
});

describe('timeLeft', () => {
  it.each([
    [-hour, '1 minute'],
    [10_000, '1 minute'],
    [119 * minute, '119 minutes'],
    [24 * hour - 1000, '24 hours'],
    [3 * day, '3 days'],
  ])('says of %d ms: %s', (ms, text) => {
    expect(timeLeft(new Date(now.getTime() + ms), now)).toBe(text);
  });
});
