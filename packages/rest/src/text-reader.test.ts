import { expect, test } from 'vitest';
import { z } from 'zod';
import { textReader } from './text-reader.ts';

const kinds = { a: z.number(), b: z.boolean(), c: z.date(), d: z.string(), e: z.enum(['x', 'y']), f: z.uuid() };

test.each([
  [z.int().min(1).default(20), ['7'], 7],
  [z.number(), ['-1.5'], -1.5],
  [z.number(), ['1e3'], '1e3'],
  [z.number(), ['0x10'], '0x10'],
  [z.number(), [''], ''],
  [z.number(), [' 7'], ' 7'],
  [z.number(), ['99999999999999999999'], '99999999999999999999'],
  [z.boolean().optional(), ['false'], false],
  [z.boolean(), ['true'], true],
  [z.boolean(), ['0'], '0'],
  [z.date().nullish(), ['2026-11-21T10:00:00Z'], new Date(Date.UTC(2026, 10, 21, 10))],
  [z.date(), ['2026-11-21T10:00:00.250+02:00'], new Date(Date.UTC(2026, 10, 21, 8, 0, 0, 250))],
  [z.date(), ['2026-11-21'], new Date(Date.UTC(2026, 10, 21))],
  [z.date(), ['2026-13-41'], '2026-13-41'],
  [z.date(), ['2026-02-30'], '2026-02-30'],
  [z.date(), ['2026-02-29T10:00:00Z'], '2026-02-29T10:00:00Z'],
  [z.date(), ['2028-02-29'], new Date(Date.UTC(2028, 1, 29))],
  [z.date(), ['2026-01-31T23:30:00-05:00'], new Date(Date.UTC(2026, 1, 1, 4, 30))],
  [z.date(), ['2026-11-21T24:00:00Z'], '2026-11-21T24:00:00Z'],
  [z.date(), ['tomorrow'], 'tomorrow'],
  [z.date(), ['7'], '7'],
  [z.string(), ['7'], '7'],
  [z.string(), ['a', 'b'], ['a', 'b']],
  [z.string().trim().pipe(z.string()), ['false'], 'false'],
  [z.array(z.string()), ['a,b', 'c'], ['a', 'b', 'c']],
  [z.array(z.int()).min(1).optional(), ['1,2'], [1, 2]],
  [z.array(z.string()), [''], []],
  [z.array(z.enum(['x', 'y'])).readonly(), ['x', 'y'], ['x', 'y']],
  [z.lazy(() => z.number()), ['3'], 3],
  [z.literal(0), ['0'], 0],
  [z.literal(0), ['1'], '1'],
  [z.int().min(1).or(z.literal(0)).optional(), ['3'], 3],
  [z.int().min(1).or(z.literal(0)).optional(), ['0'], 0],
  [z.literal('all').or(z.int()), ['all'], 'all'],
  [z.array(z.int().or(z.boolean())), ['1,true'], [1, true]],
])('%#: a schema gets what it takes, or the text as it came', (schema, texts, value) => {
  expect(textReader(schema)(texts)).toEqual(value);
});

test.each(Object.entries(kinds))('%s: what is read never parses where the text does not say so', (_, schema) => {
  for (const text of ['', ' ', 'null', 'undefined', 'NaN', 'Infinity', '[]', '{}', '-', '+1', '1.']) {
    const value = textReader(schema)([text]);
    expect(typeof value).toBe('string');
  }
});
