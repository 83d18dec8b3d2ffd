import fc from 'fast-check';
import superjson from 'superjson';
import { expect, test } from 'vitest';
import { decode, encode } from './wire.ts';

const key = fc
  .oneof(fc.string(), fc.constantFrom('a.b', 'a\\b', '\\', '.', ''))
  .filter((name) => !['__proto__', 'constructor', 'prototype'].includes(name));
const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(null, true, false),
    fc.string(),
    fc.integer(),
    fc.date({ noInvalidDate: true }),
    fc.array(tie('tree'), { maxLength: 4 }),
    fc.dictionary(key, tie('tree'), { maxKeys: 4, noNullPrototype: true }),
  ),
}));

/** As it is after having crossed the wire. */
function sent<T>(encoded: T): T {
  return JSON.parse(JSON.stringify(encoded));
}

test('superjson reads what is encoded', () => {
  const property = fc.property(tree, (value) => {
    expect(superjson.deserialize(sent(encode({ value })) as never)).toEqual({ value });
  });
  fc.assert(property);
});

test('what superjson wrote is read', () => {
  const property = fc.property(tree, (value) => {
    expect(decode(sent(superjson.serialize(value)))).toEqual(value);
  });
  fc.assert(property);
});

test('undefined comes back, in objects and in lists', () => {
  const value = { a: undefined, list: [1, undefined], at: { deep: undefined } };
  expect(decode(sent(superjson.serialize(value)))).toStrictEqual(value);
});

test('fields that are undefined are left out of an input', () => {
  expect(sent(encode({ a: undefined, b: 1 }))).toEqual({ json: { b: 1 } });
});

test('an answer cannot reach the prototypes', () => {
  decode({
    json: {},
    meta: { values: { '__proto__.stolen': ['Date'], 'constructor.prototype.stolen': ['Date'] }, v: 1 },
  });
  expect(Reflect.get({}, 'stolen')).toBeUndefined();
});
