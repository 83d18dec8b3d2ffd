import fc from 'fast-check';
import type { z } from 'zod';
import { hostileString } from './strings.ts';
import { hostileValue, strayNames, withField } from './values.ts';

/** What is there. */
export interface Known {
  ids: readonly string[];
  usernames: readonly string[];
  emails: readonly string[];
  /** Of the live stream. */
  cursors: readonly string[];
}

/** Inputs that nearly fit a schema: fit, bent in a place or two, or not fit at all. */
export function nearlyFitting(schema: z.ZodType | undefined, known: Known): fc.Arbitrary<unknown> {
  const fit = schema ? fitting({ schema, name: '', known }) : fc.constant(undefined);
  return fc.oneof(
    { weight: 3, arbitrary: fit },
    { weight: 5, arbitrary: fc.tuple(fit, fc.array(bend, { minLength: 1, maxLength: 3 })).map(applied) },
    { weight: 1, arbitrary: hostileValue },
  );
}

type Bend = (input: object) => object;

/** Changes of an object: a field of another kind, a field less, a field too many. */
const bend: fc.Arbitrary<Bend> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.tuple(fc.nat(), hostileValue).map(
      ([n, value]): Bend =>
        (input) => {
          const name = fieldAt(input, n);
          return name === undefined ? input : withField(input, name, value);
        },
    ),
  },
  {
    weight: 1,
    arbitrary: fc.nat().map(
      (n): Bend =>
        (input) => {
          const name = fieldAt(input, n);
          return Object.fromEntries(Object.entries(input).filter(([key]) => key !== name));
        },
    ),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.constantFrom(...strayNames), hostileValue).map(
      ([name, value]): Bend =>
        (input) =>
          withField(input, name, value),
    ),
  },
);

function fieldAt(input: object, n: number): string | undefined {
  const names = Object.keys(input);
  return names[n % Math.max(1, names.length)];
}

function applied([input, bends]: [unknown, Bend[]]): unknown {
  return bends.reduce((bent, change) => change(bent), input instanceof Object ? input : {});
}

interface Spot {
  schema: z.ZodType;
  /** The field that it is of. */
  name: string;
  known: Known;
}

type Definition = z.core.$ZodTypes['_zod']['def'];

/** What mostly fits a schema. */
function fitting(spot: Spot): fc.Arbitrary<unknown> {
  const def = definitionOf(spot.schema);
  const inside = (schema: unknown, name = spot.name) => fitting({ ...spot, schema: schema as z.ZodType, name });
  switch (def.type) {
    case 'object':
      return objectOf(Object.entries(def.shape).map(([name, field]) => [name, inside(field, name)]));
    case 'optional':
    case 'default':
    case 'prefault':
      return fc.option(inside(def.innerType), { nil: undefined, freq: 3 });
    case 'nullable':
      return fc.option(inside(def.innerType));
    case 'array':
      return fc.array(inside(def.element), { maxLength: 4 });
    case 'union':
      return fc.oneof(...def.options.map((option) => inside(option)));
    case 'enum':
      return fc.constantFrom(...Object.values(def.entries));
    case 'literal':
      return fc.constantFrom(...def.values);
    case 'boolean':
      return fc.boolean();
    case 'number':
      return fc.integer({ min: 1, max: 100 });
    case 'string':
      return textFor(spot.name, 'format' in def ? String(def.format) : '', spot.known);
    default:
      return hostileValue;
  }
}

/** NOTE: every schema of zod's own classes is one of these. */
function definitionOf(schema: z.ZodType): Definition {
  return (schema as unknown as z.core.$ZodTypes)._zod.def;
}

function objectOf(fields: [string, fc.Arbitrary<unknown>][]): fc.Arbitrary<object> {
  return fc.tuple(...fields.map(([, value]) => value)).map((values) => {
    const entries = fields.map(([name], index) => [name, values[index]]);
    return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
  });
}

function textFor(name: string, format: string, known: Known): fc.Arbitrary<string> {
  const plain = fc.constantFrom('hello', 'Grüße, 世界 🎈', '#flock @member');
  if (name === 'cursor') return fc.oneof(pageCursor, hostileString);
  if (name === 'lastEventId') return streamCursor(known.cursors);
  if (format === 'uuid') return fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...known.ids) }, fc.uuid());
  if (format === 'email')
    return fc.oneof(
      fc.constantFrom(...known.emails),
      newName.map((at) => `${at}@rookery.test`),
    );
  if (name === 'username') return fc.oneof(fc.constantFrom(...known.usernames), newName);
  if (name === 'login') return fc.constantFrom(...known.usernames, ...known.emails);
  return fc.oneof({ weight: 3, arbitrary: plain }, fc.constant('a long walk at noon'), hostileString);
}

const newName = fc.stringMatching(/^[a-z0-9_]{3,30}$/);

const lists = [
  'posts.list',
  'posts.replies',
  'posts.likers',
  'users.list',
  'users.followers',
  'users.following',
  'users.posts.posts',
  'users.posts.likes',
  'graph.followRequests',
  'feed.home',
  'notifications',
  'auth.sessions',
];

/** Cursors that look like ours, about keys that are odd. */
const pageCursor = fc
  .tuple(fc.constantFrom(...lists), fc.oneof(fc.uuid(), hostileValue))
  .map((parts) => Buffer.from(JSON.stringify(parts)).toString('base64url').slice(0, 600));

/** Cursors of the live stream with a sign changed here and there. */
function streamCursor(cursors: readonly string[]): fc.Arbitrary<string> {
  const change = fc.tuple(fc.nat(), fc.constantFrom('0', '1', 'f', 'z', '-', '.', '', '.0.0', 'zzzzzzzzzzzzz'));
  return fc
    .tuple(fc.constantFrom(...cursors), fc.array(change, { maxLength: 3 }))
    .map(([cursor, changes]) => changes.reduce(changed, cursor));
}

function changed(text: string, [n, put]: [number, string]): string {
  const at = n % (text.length + 1);
  return text.slice(0, at) + put + text.slice(at + 1);
}
