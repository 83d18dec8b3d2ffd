import { expect, test } from 'vitest';
import { z } from 'zod';
import { jsonReviver } from './json-reviver.ts';

const text = '2026-11-21T10:00:00.000Z';
const date = new Date(text);

test.each([
  [z.object({ at: z.date(), name: z.string() }), { at: text, name: text }, { at: date, name: text }],
  [z.object({ at: z.date().nullish() }).optional(), { at: null }, { at: null }],
  [z.object({ poll: z.object({ ends: z.date() }).optional() }), { poll: { ends: text } }, { poll: { ends: date } }],
  [z.object({ all: z.array(z.object({ at: z.date() })) }), { all: [{ at: text }, 7] }, { all: [{ at: date }, 7] }],
  [z.record(z.string(), z.date()), { a: text }, { a: date }],
  [z.union([z.object({ a: z.date() }), z.object({ b: z.string() })]), { a: text, b: text }, { a: date, b: text }],
  [z.object({ at: z.date() }), { at: 'soon', more: 1 }, { at: 'soon', more: 1 }],
  [z.object({ at: z.date() }), [text], [text]],
  [z.object({ at: z.date() }), null, null],
])('%#: texts become dates where the schema has dates, and nothing else changes', (schema, json, value) => {
  expect(jsonReviver(schema)?.(json)).toEqual(value);
});

test('there is nothing to do where there are no dates', () => {
  expect(jsonReviver(z.object({ name: z.string(), tags: z.array(z.string()) }))).toBeNull();
});

test('what it is given stays as it was', () => {
  const json = { at: text };
  jsonReviver(z.object({ at: z.date() }))?.(json);
  expect(json).toEqual({ at: text });
});

test('a key that is dangerous elsewhere is a key like others', () => {
  const json: unknown = JSON.parse(`{ "__proto__": { "admin": true }, "at": "${text}" }`);
  const value = jsonReviver(z.object({ at: z.date() }))?.(json);
  expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  expect(Object.keys(value as object)).toEqual(['__proto__', 'at']);
});
