import { expect, test } from 'vitest';
import { compareDocuments } from './compare-documents.ts';
import type { OpenApiDocument, SchemaLike } from './document.ts';
import { describe } from './sample.ts';

type Schemas = Readonly<Record<string, SchemaLike>>;

/** A document with one operation that takes and gives the schema called Thing. */
function documentOf(schemas: Schemas): OpenApiDocument {
  const content = { 'application/json': { schema: { $ref: '#/components/schemas/Thing' } } };
  const operation = { operationId: 'things.put', requestBody: { content }, responses: { 200: { content } } };
  return { openapi: '3.1.1', paths: { '/things': { put: operation } }, components: { schemas } };
}

function compare(before: Schemas, after: Schemas): string[] {
  const changes = compareDocuments(documentOf(before), documentOf(after));
  return changes.map((change) => `${change.severity}: ${describe(change)}`);
}

const ref = (name: string): SchemaLike => ({ $ref: `#/components/schemas/${name}` });

test('a schema that contains itself is walked through once', () => {
  const tree = (value: string): Schemas => ({
    Thing: { type: 'object', properties: { value: { type: value }, children: { type: 'array', items: ref('Thing') } } },
  });
  expect(compare(tree('string'), tree('string'))).toEqual([]);
  expect(compare(tree('string'), tree('boolean'))).toEqual([
    'break: request body field "value" is boolean instead of string',
    'break: response field "Thing.value" is boolean instead of string',
  ]);
});

test('schemas that contain each other are compared to the end', () => {
  const pair = (end: string): Schemas => ({
    Thing: { type: 'object', properties: { other: ref('Other') } },
    Other: { type: 'object', properties: { thing: { anyOf: [ref('Thing'), { type: 'null' }] }, end: { type: end } } },
  });
  expect(compare(pair('string'), pair('integer'))).toEqual([
    'break: request field "Other.end" is integer instead of string',
    'break: response field "Other.end" is integer instead of string',
  ]);
});

test('a schema that contains itself under a reference with words of its own does not loop', () => {
  const list: Schemas = {
    Thing: { type: 'object', properties: { next: { $ref: '#/components/schemas/Thing', default: null } } },
  };
  expect(compare(list, structuredClone(list))).toEqual([]);
});

test('one change is a break for who writes and none for who reads, or the other way round', () => {
  const text = (type: string | string[]): Schemas => ({ Thing: { type: 'object', properties: { a: { type } } } });
  expect(compare(text('string'), text(['string', 'null']))).toEqual([
    'addition: request body field "a" may be null now',
    'break: response field "Thing.a" may be null now',
  ]);
  expect(compare(text(['string', 'null']), text('string'))).toEqual([
    'break: request body field "a" is never null any more',
    'addition: response field "Thing.a" is never null any more',
  ]);
});

test('members of a union belong together by the value that marks them, wherever they stand', () => {
  const cat = { type: 'object', properties: { kind: { const: 'cat' }, purrs: { type: 'boolean' } } };
  const dog = { type: 'object', properties: { kind: { const: 'dog' }, barks: { type: 'boolean' } } };
  const loudDog = { type: 'object', properties: { kind: { const: 'dog' }, barks: { type: 'integer' } } };
  expect(compare({ Thing: { oneOf: [cat, dog] } }, { Thing: { oneOf: [loudDog, cat] } })).toEqual([
    'break: request body field "barks" is integer instead of boolean',
    'break: response 200 field "barks" is integer instead of boolean',
  ]);
  expect(compare({ Thing: { oneOf: [cat, dog] } }, { Thing: { oneOf: [dog] } })).toEqual([
    'break: request body no longer accepts kind "cat"',
    'break: response 200 is never kind "cat" any more',
  ]);
});

test('members of a union belong together by name', () => {
  const named = (type: string): Schemas => ({
    Thing: { anyOf: [ref('Dog'), ref('Cat')] },
    Cat: { type: 'object', properties: { lives: { type } } },
    Dog: { type: 'object', properties: { barks: { type: 'boolean' } } },
  });
  const reordered = { ...named('string'), Thing: { anyOf: [ref('Cat'), ref('Dog')] } };
  expect(compare(named('integer'), reordered)).toEqual([
    'break: request body field "lives" is string instead of integer',
    'break: response field "Cat.lives" is string instead of integer',
  ]);
});

test('what stands beside a union holds for each member', () => {
  const beside = (required: string[]): Schemas => ({
    Thing: { properties: { id: { type: 'string' } }, required, oneOf: [{ type: 'object' }, { type: 'array' }] },
  });
  expect(compare(beside([]), beside(['id']))[0]).toBe('break: request body field "id" is now required');
});

test('allOf adds up fields and what is required', () => {
  const parts = (required: string[]): Schemas => ({
    Thing: { allOf: [ref('Base'), { type: 'object', properties: { b: { type: 'string' } }, required }] },
    Base: { type: 'object', properties: { a: { type: 'string' } }, required: ['a'] },
  });
  expect(compare(parts([]), parts(['b']))).toEqual([
    'break: request body field "b" is now required',
    'addition: response field "Thing.b" is always there now',
  ]);
});

test('maps and tuples are compared by what they hold', () => {
  const map = (type: string): Schemas => ({ Thing: { type: 'object', additionalProperties: { type } } });
  expect(compare(map('integer'), map('string'))[1]).toBe(
    'break: response field "Thing[key]" is string instead of integer',
  );
  const tuple = (type: string): Schemas => ({ Thing: { type: 'array', prefixItems: [{ type: 'string' }, { type }] } });
  expect(compare(tuple('integer'), tuple('string'))[0]).toBe(
    'break: request body field "[1]" is string instead of integer',
  );
});

test('a reference that leads nowhere is told, not passed over', () => {
  expect(() => compare({ Thing: ref('Gone') }, { Thing: ref('Gone') })).toThrow('leads nowhere');
});
