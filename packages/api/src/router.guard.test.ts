import { reasons } from '@rookery/contract';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Declaration } from './kernel/access.ts';
import { appRouter } from './router.ts';

interface Declared {
  type: 'query' | 'mutation' | 'subscription';
  meta?: Declaration;
  inputs: z.ZodType[];
  output?: z.ZodType;
}

const procedures = Object.entries(appRouter._def.procedures).map(([path, procedure]) => ({
  path,
  ...declaredOf(procedure),
}));

/** NOTE: tRPC keeps what a procedure declares under `_def`, whose type says nothing of it. */
function declaredOf(procedure: { _def: object }): Declared {
  return procedure._def as Declared;
}

describe.each(procedures)('$path', ({ path, type, meta, inputs, output }) => {
  test('declares access, scope, REST route and doc: make it with open, anyone, signedIn, moderator or admin', () => {
    expect(meta?.access, `${path} declares no access`).toBeDefined();
    expect(meta?.doc, 'the doc is one sentence that ends with a full stop').toMatch(/^[A-Z].*\.$/);
    expect(meta?.scope).toBeDefined();
    const rest = meta?.rest;
    if (typeof rest === 'object') expect(rest.none.length, 'say why there is no REST route').toBeGreaterThan(10);
    else expect(rest).toMatch(/^(GET|POST|PUT|PATCH|DELETE) \//);
  });

  test('states an effect if and only if it is a mutation', () => {
    expect(meta?.effect !== undefined, 'add effect: create, update or delete').toBe(type === 'mutation');
  });

  test('takes one object that refuses unknown fields', () => {
    expect(inputs, 'add exactly one .input(Schema of @rookery/contract), or Nothing').toHaveLength(1);
    const [input] = inputs;
    for (const part of objectsOf(input)) {
      expect(part._zod.def.catchall?._zod.def.type, 'make the input a z.strictObject').toBe('never');
    }
  });

  test('names what it answers', () => {
    if (type !== 'subscription') expect(output, 'add .output(Schema of @rookery/contract)').toBeDefined();
  });

  test('has a REST route that carries its path parameters in the input', () => {
    if (typeof meta?.rest !== 'string') return;
    const parameters = [...meta.rest.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    const fields = objectsOf(inputs[0]).flatMap((part) => Object.keys(part.shape));
    expect(fields).toEqual(expect.arrayContaining(parameters));
  });
});

test('no two procedures share a REST route', () => {
  const routes = procedures.flatMap(({ meta }) => (typeof meta?.rest === 'string' ? [meta.rest.replace(/\{\w+\}/g, '{}')] : []));
  expect(routes).toEqual([...new Set(routes)]);
});

test('every reason has a sentence', () => {
  for (const [reason, [, sentence]] of Object.entries(reasons)) expect(sentence, reason).toMatch(/^[A-Z].*\.$/);
});

function objectsOf(schema: z.ZodType | undefined): z.ZodObject[] {
  if (schema instanceof z.ZodOptional) return objectsOf(schema.unwrap() as z.ZodType);
  if (schema instanceof z.ZodUnion) return schema.options.flatMap((option) => objectsOf(option as z.ZodType));
  expect(schema, 'the input is an object, so that REST can carry it').toBeInstanceOf(z.ZodObject);
  return [schema as z.ZodObject];
}
