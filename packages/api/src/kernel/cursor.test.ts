import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { cutPage, defineCursor } from './cursor.ts';
import { DomainError } from './errors.ts';

const cursor = defineCursor('numbers', z.number());

test('a cursor comes back as the key it was made of', () => {
  fc.assert(
    fc.property(fc.integer(), (key) => {
      expect(cursor.decode(cursor.encode(key))).toBe(key);
    }),
  );
});

test('text that is no cursor of the list is a bad cursor, whatever it is', () => {
  const foreign = defineCursor('others', z.number()).encode(1);
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.base64String(), fc.constant(foreign)), (text) => {
      expect(() => cursor.decode(text)).toThrow(expect.objectContaining({ reason: 'bad_cursor' }));
    }),
  );
  expect(() => cursor.decode('')).toThrow(DomainError);
  const long = defineCursor('texts', z.string());
  expect(() => long.decode(long.encode('x'.repeat(400)))).toThrow(expect.objectContaining({ reason: 'bad_cursor' }));
});

test('pages walk any list once', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer()), fc.integer({ min: 1, max: 7 }), (numbers, limit) => {
      const sorted = numbers.toSorted((a, b) => a - b);
      const walked: number[] = [];
      for (let next: string | null | undefined; next !== null; ) {
        const after = cursor.decode(next) ?? Number.NEGATIVE_INFINITY;
        const page = cutPage(sorted.filter((n) => n > after).slice(0, limit + 1), limit, (n) => cursor.encode(n));
        walked.push(...page.rows);
        next = page.nextCursor;
      }
      expect(walked).toEqual(sorted);
    }),
  );
});
