import fc from 'fast-check';
import { hostileString } from '../hostile/strings.ts';
import type { ApiDocument, Schema } from './api-document.ts';
import { type Known, kindOf } from './known.ts';

/** The password of everybody: whoever changes it changes it to the same. */
export const commonPassword = 'a long walk at noon';

/** Something of a kind, told when it is sent. */
function known(kind: string): fc.Arbitrary<Known> {
  // NOTE: often one of the first, so that people meet at the same things.
  const nth = fc.oneof(fc.nat({ max: 5 }), fc.nat({ max: 5_000 }));
  return nth.map((given) => ({ $known: kind, nth: given }));
}

const words = [
  'hello',
  'Grüße an alle #weather #größe',
  'look @wren and @lark, https://rookery.test/a?b=c',
  'two\nlines\n\nand a third',
  '👩‍👩‍👧‍👦 🐦‍⬛ e\u0301',
  'שלום עולם',
  '\u202eright to left\u202c',
  'a',
];

const newName = fc.stringMatching(/^f[a-z0-9]{6}$/);

/** What fits fields of a name better than any text would. */
const byName: Record<string, fc.Arbitrary<unknown>> = {
  email: fc.oneof(
    known('emails'),
    newName.map((name) => `${name}@fuzz.test`),
  ),
  username: fc.oneof(known('usernames'), newName),
  login: fc.oneof(known('usernames'), known('emails')),
  from: known('usernames'),
  password: fc.constant(commonPassword),
  current: fc.constant(commonPassword),
  next: fc.constant(commonPassword),
  refreshToken: known('refreshTokens'),
  token: fc.oneof(known('mailTokens'), newName),
  tag: fc.oneof(known('tags'), fc.constantFrom('weather', 'größe')),
  query: fc.constantFrom('hello', 'wren', 'weather', '"look" -two', 'größe'),
  emoji: fc.constantFrom('👍', '❤️', '👩‍👩‍👧‍👦', '🇪🇺'),
  website: fc.constantFrom('https://rookery.test/', ''),
  lastEventId: known('places'),
  'Last-Event-ID': known('places'),
  'If-None-Match': fc.oneof(known('etags'), fc.constantFrom('*', 'W/"x", "y"')),
  'Idempotency-Key': fc.oneof(fc.constantFrom('a key', 'another key'), newName),
  clientId: newName,
  seq: fc.nat({ max: 5 }),
  version: fc.integer({ min: 1, max: 3 }),
  limit: fc.integer({ min: 1, max: 5 }),
};

/** Makes values that fit schemas of a document. */
export class Fitting {
  readonly #document: ApiDocument;
  readonly #made = new Map<string, fc.Arbitrary<unknown>>();

  constructor(document: ApiDocument) {
    this.#document = document;
  }

  /** What a field or parameter takes, of an operation at a path. */
  of(schema: Schema, name: string, path: string): fc.Arbitrary<unknown> {
    const key = JSON.stringify([schema, name, path]);
    const made = this.#made.get(key) ?? this.#make(this.#document.resolve(schema).schema, name, path);
    this.#made.set(key, made);
    return made;
  }

  #make(schema: Schema, name: string, path: string): fc.Arbitrary<unknown> {
    if (schema.const !== undefined) return fc.constant(schema.const);
    if (schema.enum) return fc.constantFrom(...schema.enum);
    const options = schema.anyOf ?? schema.oneOf;
    if (options) return fc.oneof(...options.map((option) => this.of(option, name, path)));
    const types = [schema.type ?? 'object'].flat();
    return fc.oneof(...types.map((type) => this.#ofType(type, { schema, name, path })));
  }

  #ofType(type: string, place: Place): fc.Arbitrary<unknown> {
    const { schema, name, path } = place;
    switch (type) {
      case 'object':
        return this.#object(schema, path);
      case 'array':
        return listOf(schema, this.of(schema.items ?? {}, name, path));
      case 'null':
        return fc.constant(null);
      case 'boolean':
        return fc.boolean();
      case 'string':
        return textOf(place);
      default:
        return byName[name] ?? fc.integer({ min: schema.minimum ?? 0, max: schema.maximum ?? 1_000 });
    }
  }

  #object({ properties = {}, required = [] }: Schema, path: string): fc.Arbitrary<unknown> {
    const parts = Object.entries(properties).map(([field, part]) => {
      const value = this.of(part, field, path).map((given): [string, unknown][] => [[field, given]]);
      const isUsual = required.includes(field) || field === 'text';
      return isUsual ? value : fc.oneof({ weight: 5, arbitrary: fc.constant([]) }, { weight: 2, arbitrary: value });
    });
    return fc.tuple(...parts).map((entries) => Object.fromEntries(entries.flat()));
  }
}

interface Place {
  schema: Schema;
  name: string;
  path: string;
}

function listOf({ minItems = 0, maxItems = 3 }: Schema, item: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc.array(item, { minLength: minItems, maxLength: Math.min(maxItems, minItems + 3) });
}

/** Mostly the id of something of a kind, and of people mostly one who calls himself. */
function idOf(kind: string): fc.Arbitrary<unknown> {
  const callers = kind === 'people' ? [known('wren'), known('lark'), known('staff')] : [];
  const sound = fc.oneof(known(kind), ...callers);
  return fc.oneof({ weight: 9, arbitrary: sound }, { weight: 1, arbitrary: known('anything') });
}

function textOf({ schema, name, path }: Place): fc.Arbitrary<unknown> {
  if (name === 'cursor') return fc.oneof(known(`cursors of ${path}`), known('cursors'));
  if (schema.format === 'uuid') return idOf(kindOf(name, path));
  if (schema.format === 'date-time') return known('moments');
  const named = byName[name];
  if (named) return named;
  const { minLength = 0, maxLength = 300 } = schema;
  const cut = (text: string): string => text.slice(0, maxLength).padEnd(minLength, 'x');
  return fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(...words).map(cut) },
    { weight: 2, arbitrary: hostileString.map(cut) },
    { weight: 1, arbitrary: fc.constantFrom(minLength, maxLength).map((length) => 'x'.repeat(length)) },
  );
}
