import { appRouter } from '@rookery/api';
import * as contract from '@rookery/contract';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { jsonReviver } from '../json-reviver.ts';
import { type Route, routeTable } from '../route-table.ts';
import { openApiDocument } from './document.ts';
import { exampleId } from './examples/example-id.ts';
import { compileDocument } from './tests/compile-document.ts';
import { asDocument, examplesIn, listOperations, parametersOf } from './tests/read-document.ts';

const routes = routeTable(appRouter);
const document = asDocument(openApiDocument({ routes, schemas: contract, info: { version: '1.2.3' } }));
const operations = listOperations(document);
const compile = compileDocument(document);

const named = (name: string): object => ({ $ref: `#/components/schemas/${name}` });

/** What a schema of the contract says to JSON. */
function problemsOf(schema: z.ZodType, value: unknown): unknown {
  const revive = jsonReviver(schema);
  return schema.safeParse(revive ? revive(value) : value).error?.issues;
}

function routesOf(procedures: readonly string[]): Route[] {
  return routes.filter(({ procedure }) => procedures.includes(procedure));
}

test('every body of the document has examples, and they follow its schema', () => {
  let count = 0;
  for (const { operation } of operations) {
    const bodies = [
      operation.requestBody?.content,
      ...Object.values(operation.responses).map(({ content }) => content),
    ];
    for (const media of bodies.flatMap((content) => Object.values(content ?? {}))) {
      if (media.schema.contentSchema !== undefined) continue;
      const validate = compile(media.schema);
      const examples = examplesIn(media, document);
      expect(examples.length, operation.operationId).toBeGreaterThan(0);
      for (const example of examples)
        expect(validate(example), `${operation.operationId} ${JSON.stringify(validate.errors)}`).toBe(true);
      count += examples.length;
    }
  }
  expect(count).toBeGreaterThan(150);
});

test('what Swagger UI sends unless it is told otherwise names no file that nobody has, no moment that is gone, and no key that was used', () => {
  for (const { operation } of operations) {
    for (const media of Object.values(operation.requestBody?.content ?? {}))
      for (const example of examplesIn(media, document))
        expect(JSON.stringify(example), operation.operationId).not.toMatch(
          /"(?:mediaIds|avatarId|bannerId|until|expiresAt)"/,
        );
    for (const parameter of parametersOf(operation, document).filter((one) => one.in === 'header'))
      expect(parameter, operation.operationId).not.toHaveProperty('example');
  }
});

test('every schema has an example that follows it', () => {
  for (const [name, schema] of Object.entries(document.components.schemas)) {
    const examples = schema.examples ?? [document.components.examples[name]?.value];
    const validate = compile(named(name));
    for (const example of examples) expect(validate(example), `${name} ${JSON.stringify(validate.errors)}`).toBe(true);
  }
});

test('every example of a schema of the contract is taken by it', () => {
  for (const [name, schema] of Object.entries(contract)) {
    if (!(schema instanceof z.ZodType)) continue;
    const example = document.components.schemas[name]?.examples?.[0] ?? document.components.examples[name]?.value;
    if (example !== undefined) expect(problemsOf(schema, withFile(example)), name).toBeUndefined();
  }
});

test('every example of a request is taken by a procedure, and every one of an answer could have been given', () => {
  for (const { operation } of operations) {
    const own = routesOf(operation['x-procedures']);
    for (const example of Object.values(operation.requestBody?.content ?? {}).flatMap((media) =>
      examplesIn(media, document),
    )) {
      const inputs = own.map((route) => [route.input, withPath(route, example)] as const);
      expect(
        inputs.map(([schema, input]) => problemsOf(schema, input)),
        operation.operationId,
      ).toContain(undefined);
    }
    const answers = ['200', '201'].flatMap((status) => Object.values(operation.responses[status]?.content ?? {}));
    for (const example of answers
      .filter(({ schema }) => schema.contentSchema === undefined)
      .flatMap((media) => examplesIn(media, document))) {
      expect(
        own.map(({ output }) => output && problemsOf(output, example)),
        operation.operationId,
      ).toContain(undefined);
    }
  }
});

/** An input as the adapter makes it of a body and a path. */
function withPath(route: Route, body: unknown): object {
  const inPath = parametersOfRoute(route).map((name) => [name, name === 'emoji' ? '🐦' : exampleId(name)]);
  return { ...withFile(body), ...Object.fromEntries(inPath) };
}

function parametersOfRoute({ parameters }: Route): readonly string[] {
  return parameters;
}

/** NOTE: JSON has no files; a form has one in the place of its name. */
function withFile(value: unknown): object {
  const isForm = typeof value === 'object' && value !== null && 'file' in value;
  return (isForm ? { ...value, file: new File(['…'], 'kingfisher.jpg') } : value) as object;
}

test('examples of errors are those that the server gives', () => {
  const validate = compile(named('Problem'));
  const problems = Object.values(document.components.responses).flatMap(({ content = {} }) =>
    Object.values(content).flatMap((media) => examplesIn(media, document)),
  );
  expect(problems.length).toBe(
    Object.values(contract.reasons).filter(([code]) => code !== 'METHOD_NOT_SUPPORTED').length,
  );
  for (const problem of problems) expect(validate(problem), JSON.stringify(problem)).toBe(true);
});

test('parameters that an operation needs are said to be needed', () => {
  for (const { operation } of operations) {
    for (const { name, in: place, required } of parametersOf(operation, document)) {
      if (place === 'path') expect(required, `${operation.operationId} ${name}`).toBe(true);
    }
  }
});
