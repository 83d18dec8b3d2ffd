import fc from 'fast-check';
import superjson from 'superjson';
import { expect, test } from 'vitest';
import { DomainError } from './errors.ts';
import { serializeToText, wire } from './wire.ts';
import { scan } from './wire-scan.ts';

class Point {
  x = 1;
}

const key = fc.oneof(
  fc.constantFrom(
    'a',
    'items',
    'createdAt',
    '0',
    '1',
    '17',
    'a.b',
    'c\\d',
    '\\.',
    '',
    ' ',
    '.',
    'ü',
    '4294967295',
    '-1',
    'toString',
    'length',
  ),
  fc.string({ maxLength: 4 }),
);

const plainLeaf = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 8 }),
  fc.integer(),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
  fc.constant(undefined),
  fc.date(),
);

const oddLeaf = fc.oneof(
  fc.constantFrom<unknown>(
    Number.NaN,
    -0,
    Number.POSITIVE_INFINITY,
    5n,
    /x/giu,
    new URL('https://example.org/'),
    new Point(),
    new Error('no'),
  ),
  fc.constantFrom<unknown>(Symbol('s'), () => 1, new Uint8Array([1, 2]), Object.prototype, new Date(Number.NaN)),
  fc.constant(null).map(() => new Map([['k', new Date(0)]])),
  fc.constant(null).map(() => new Set([1])),
  // biome-ignore lint/suspicious/noSparseArray: holes are the point
  fc.constant(null).map(() => [1, , new Date(1)]),
);

function treesOf(leaf: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc.letrec<{ tree: unknown }>((tie) => ({
    tree: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      leaf,
      fc.array(tie('tree'), { maxLength: 5 }),
      fc.dictionary(key, tie('tree'), { maxKeys: 5, noNullPrototype: false }),
    ),
  })).tree;
}

const plain = treesOf(plainLeaf);
const any = treesOf(fc.oneof({ weight: 6, arbitrary: plainLeaf }, { weight: 1, arbitrary: oddLeaf }));
const shared = fc
  .tuple(plain, plain, fc.date())
  .chain((pool) => treesOf(fc.oneof(plainLeaf, fc.constantFrom<unknown>(...pool))));

function expectAsSuperjson(value: unknown): void {
  const theirs = outcome(() => superjson.serialize(value));
  const ours = outcome(() => wire.output.serialize(value));
  expect(ours).toEqual(theirs);
  if (theirs.error !== undefined) return;
  expect(JSON.stringify(ours.value)).toBe(JSON.stringify(theirs.value));
  expect(serializeToText(value)).toBe(JSON.stringify(theirs.value));
}

function outcome(run: () => unknown): { value?: unknown; error?: string } {
  try {
    return { value: run() };
  } catch (error) {
    return { error: String(error) };
  }
}

test.each([
  ['plain trees', plain],
  ['any values', any],
  ['trees that share parts', shared],
])('writes %s as superjson does, byte by byte', (_, values) => {
  fc.assert(fc.property(values, expectAsSuperjson), { numRuns: 1500 });
});

test('writes circular, polluting and number-keyed values as superjson does', () => {
  const circular: Record<string, unknown> = { at: new Date(0) };
  circular.self = { circular };
  expectAsSuperjson(circular);
  expectAsSuperjson({ deep: JSON.parse('{"__proto__": {"a": 1}}') });
  expectAsSuperjson({ constructor: 1 });
  expectAsSuperjson({ byNumber: { 0: { at: new Date(0) }, 1: new Date(1) } });
});

test('the fast path takes pages with shared authors, dates and undefined', () => {
  const author = { id: 'a', joinedAt: new Date(0), bio: undefined };
  const page = {
    items: [
      { author, at: new Date(1) },
      { author, at: new Date(2) },
    ],
    nextCursor: null,
  };
  expect(scan(page)).not.toBeNull();
  expectAsSuperjson(page);
});

test('reads back whatever superjson writes of JSON, Date, undefined and short bigint', () => {
  const readable = treesOf(
    fc.oneof(
      plainLeaf.filter((leaf) => !isOdd(leaf)),
      fc.bigInt({ min: -(10n ** 38n), max: 10n ** 38n }),
    ),
  );
  fc.assert(
    fc.property(readable, (value) => {
      fc.pre(depthOf(value) <= 32);
      const text = JSON.stringify(superjson.serialize(value));
      // NOTE: JSON.parse of Node 24.21 takes the key `\\.` for `\\\\` when it has just seen an object with that one.
      fc.pre(JSON.stringify(JSON.parse(text)) === text);
      expect(wire.input.deserialize(JSON.parse(text))).toEqual(superjson.parse(text));
    }),
    { numRuns: 1000 },
  );
});

function isOdd(leaf: unknown): boolean {
  if (typeof leaf === 'number') return !Number.isFinite(leaf) || Object.is(leaf, -0);
  return leaf instanceof Date && Number.isNaN(leaf.getTime());
}

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}

test('a date used twice is no reason to refuse an input', () => {
  const at = new Date(5);
  expect(wire.input.deserialize(JSON.parse(JSON.stringify(superjson.serialize({ since: at, until: at }))))).toEqual({
    since: at,
    until: at,
  });
});

const nested = (levels: number): unknown => JSON.parse(`${'['.repeat(levels)}${']'.repeat(levels)}`);
const annotated = (json: unknown, values: unknown): unknown => ({ json, meta: { values, v: 1 } });

test.each<[string, unknown]>([
  ['a bare value', 5],
  ['null', null],
  ['an array', []],
  ['an input that is not wrapped', { text: 'x' }],
  ['33 levels', { json: nested(33) }],
  ['100,000 levels', { json: nested(100_000) }],
  ['a regexp', annotated({ a: '/(a+)+$/' }, { a: ['regexp'] })],
  ['a map', annotated({ a: [] }, { a: ['map'] })],
  ['a set with dates', annotated({ a: ['2020-01-01'] }, { a: ['set', { 0: ['Date'] }] })],
  ['a URL', annotated('https://example.org', ['URL'])],
  ['an error', annotated({ a: { message: 'x' } }, { a: ['Error'] })],
  ['a number', annotated({ a: 'NaN' }, { a: ['number'] })],
  ['a class', annotated({ a: {} }, { a: [['class', 'Point']] })],
  ['a symbol', annotated({ a: 's' }, { a: [['symbol', 's']] })],
  ['a custom type', annotated({ a: 's' }, { a: [['custom', 's']] })],
  ['a typed array', annotated({ a: [1] }, { a: [['typed-array', 'Uint8Array']] })],
  ['a long bigint', annotated('9'.repeat(900_000), ['bigint'])],
  ['a bigint that is none', annotated('0x10', ['bigint'])],
  ['a date that is no string', annotated({ a: { toString: 1 } }, { a: ['Date'] })],
  ['undefined that covers a value', annotated({ a: 1 }, { a: ['undefined'] })],
  ['a path to the prototype', annotated({ a: 1 }, { '__proto__.polluted': ['undefined'] })],
  ['a path to the constructor', annotated({ a: 1 }, { 'constructor.prototype.x': ['undefined'] })],
  ['an own __proto__ key', annotated(JSON.parse('{"__proto__": {"a": null}}'), { '__proto__.a': ['undefined'] })],
  ['a path to nothing', annotated({ a: 1 }, { b: ['Date'] })],
  ['a path through a string', annotated({ a: 'x' }, { 'a.0': ['Date'] })],
  ['an array length', annotated({ a: [] }, { 'a.length': ['undefined'] })],
  ['an empty annotation', annotated({ a: 1 }, { a: [] })],
  ['an annotation that is no list', annotated({ a: null }, { a: 'undefined' })],
  ['values that are no object', annotated(null, 'Date')],
  ['meta that is no object', { json: 1, meta: 7 }],
  ['meta of another version', { json: 1, meta: { v: 2 } }],
  ['escapes of the old format', { json: { 'a.b': null }, meta: { values: { 'a\\.b': ['undefined'] } } }],
  ['equalities that are no object', { json: {}, meta: { referentialEqualities: [['a']], v: 1 } }],
  ['equalities that lead nowhere', { json: { a: {} }, meta: { referentialEqualities: { a: ['b'] }, v: 1 } }],
  ['equalities to the prototype', { json: { a: {} }, meta: { referentialEqualities: { a: ['__proto__'] }, v: 1 } }],
  [
    'equalities whose copies are left out',
    { json: { a: {}, b: null }, meta: { referentialEqualities: { a: ['b'] }, v: 1 } },
  ],
])('refuses %s', (_, payload) => {
  let refusal: unknown;
  try {
    wire.input.deserialize(payload);
  } catch (error) {
    refusal = error;
  }
  expect(refusal).toBeInstanceOf(DomainError);
  expect(refusal).toMatchObject({ reason: 'validation_failed' });
  expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
});

test('any JSON is read or refused, never anything else', () => {
  const annotation = fc.oneof(
    fc.json().map((text): unknown => JSON.parse(text)),
    fc.constantFrom(['Date'], ['undefined'], ['bigint'], ['regexp']),
  );
  const payload = fc.record({
    json: fc.jsonValue(),
    meta: fc.record({ values: fc.oneof(annotation, fc.dictionary(key, annotation)), v: fc.constant(1) }),
  });
  fc.assert(
    fc.property(fc.oneof(payload, fc.jsonValue()), (input) => {
      try {
        wire.input.deserialize(structuredClone(input));
      } catch (error) {
        expect(error).toBeInstanceOf(DomainError);
      }
    }),
    { numRuns: 1000 },
  );
});

test('no input is undefined', () => {
  expect(wire.input.deserialize(undefined)).toBeUndefined();
  expect(wire.input.deserialize({})).toBeUndefined();
  expect(wire.input.deserialize(annotated(null, ['undefined']))).toBeUndefined();
});
