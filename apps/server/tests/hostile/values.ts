import fc from 'fast-check';
import { hostileString } from './strings.ts';

const numbers = [0, -0, -1, 0.5, 1e308, 2 ** 31, 2 ** 53, 2 ** 63, 5e-324, 101, 1_000_000];

/** Names of columns, of fields that only we set, and of what objects inherit. */
export const strayNames = [
  'id',
  'ID',
  'createdAt',
  'created_at',
  'role',
  'isAdmin',
  'password_hash',
  'author_id',
  'authorId',
  'userId',
  'version',
  'viewer',
  'ctx',
  'likeCount',
  'deletedAt',
  'toString',
  'valueOf',
  'toJSON',
  'then',
  'length',
  'constructor',
  'prototype',
  '__proto__',
  '__defineGetter__',
  '',
  '\0',
  '0',
  '$ne',
  'a.b',
  'a\\.b',
] as const;

/** An object with a field, even one that JavaScript treats as its own. */
export function withField(object: object, name: string, value: unknown): object {
  return Object.fromEntries([...Object.entries(object), [name, value]]);
}

/** A value at the bottom of many levels. */
export function nested(levels: number, kind: 'list' | 'object'): string {
  const [open, close] = kind === 'list' ? ['[', ']'] : ['{"a":', '}'];
  return `${open.repeat(levels)}1${close.repeat(levels)}`;
}

const levels = fc.constantFrom(5, 30, 31, 32, 33, 40, 500);
const deep = fc
  .tuple(levels, fc.constantFrom('list', 'object'))
  .map(([count, kind]): unknown => JSON.parse(nested(count, kind)));

const stray = fc
  .array(fc.tuple(fc.constantFrom(...strayNames), fc.oneof(hostileString, fc.integer())), { maxLength: 5 })
  .map((fields): object => Object.fromEntries(fields));

/** Values of every type but the one that was asked for. */
export const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: hostileString },
  { weight: 2, arbitrary: fc.constantFrom(null, true, false, [], {}, [null], [[]]) },
  { weight: 2, arbitrary: fc.constantFrom(...numbers) },
  { weight: 1, arbitrary: deep },
  { weight: 1, arbitrary: stray },
  { weight: 1, arbitrary: fc.array(hostileString, { maxLength: 150 }) },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
);
