import { reasons } from '@rookery/contract';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Declaration } from './kernel/access.ts';
import { listProcedures } from './kernel/procedures.ts';
import { appRouter } from './router.ts';

const procedures = listProcedures(appRouter);

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
    expect(meta?.effect !== undefined, 'add effect: create, update, delete or touch').toBe(type === 'mutation');
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

  test('says what its input and its answer are', () => {
    for (const schema of [...inputs, ...(output ? [output] : [])])
      expect(schema.description ?? '', 'add .describe(…) to the schema in packages/contract').toMatch(/^[A-Z].*\.$/);
  });

  test('takes every field of its REST path', () => {
    for (const path of pathsOf(meta)) {
      const fields = [...path.matchAll(/\{(\w+)\}/g)].map(([, field = '']) => field);
      const known = objectsOf(inputs[0]).flatMap(({ shape }) => Object.keys(shape));
      expect(known, 'name the fields of the path as the input does').toEqual(expect.arrayContaining(fields));
    }
  });
});

test('every reason has a sentence', () => {
  for (const [reason, [, sentence]] of Object.entries(reasons)) expect(sentence, reason).toMatch(/^[A-Z].*\.$/);
});

function pathsOf(meta: Declaration | undefined): string[] {
  return [meta?.rest, meta?.restToo].filter((route) => typeof route === 'string');
}

function objectsOf(schema: z.ZodType | undefined): z.ZodObject[] {
  if (schema instanceof z.ZodOptional) return objectsOf(schema.unwrap() as z.ZodType);
  if (schema instanceof z.ZodUnion) return schema.options.flatMap((option) => objectsOf(option as z.ZodType));
  expect(schema, 'the input is an object, so that REST can carry it').toBeInstanceOf(z.ZodObject);
  return [schema as z.ZodObject];
}
