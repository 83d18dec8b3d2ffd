import { appRouter } from '@rookery/api';
import * as contract from '@rookery/contract';
import { generateOpenApiDocument, type OpenApiRouter } from 'trpc-to-openapi';
import { expect, test } from 'vitest';
import { type Route, routeTable } from '../route-table.ts';
import { openApiDocument } from './document.ts';
import type { JsonSchema } from './json-schema.ts';
import { asDocument, type Document, listOperations, type Operation, parametersOf } from './tests/read-document.ts';

const routes = routeTable(appRouter);
const ours = asDocument(openApiDocument({ routes, schemas: contract, info: { version: '1.2.3' } }));

/**
 * The document that trpc-to-openapi makes of one route, or what it says against it. NOTE: its generator alone is asked; to serve
 * with it would change the schemas for good.
 */
function askOracle({ procedure, type, method, path, input, output }: Route): Document | string {
  const meta = { openapi: { method, path, operationId: procedure } };
  const made = Object.assign(() => undefined, { _def: { type, meta, inputs: [input], output, procedure: true } });
  // NOTE: of a router it reads nothing but this.
  const router = { _def: { procedures: { [procedure]: made } } } as unknown as OpenApiRouter;
  try {
    return asDocument(generateOpenApiDocument(router, { title: 'Oracle', version: '1', baseUrl: '/api/v1' }));
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const answers = routes.map((route) => ({ route, answer: askOracle(route) }));
const shapeOf = (path: string): string => path.replaceAll(/\{\w+\}/g, '{}');
const own = new Map(
  listOperations(ours).map(({ path, method, operation }) => [`${method} ${shapeOf(path)}`, operation]),
);

test('what the oracle cannot say is little, and known', () => {
  const silent = answers.filter(({ answer }) => typeof answer === 'string').map(({ route }) => route.procedure);
  // A union, a field that takes 0 or a seq, and a stream.
  expect([...new Set(silent)]).toEqual(['users.get', 'chat.messages', 'events.stream']);
});

test('where it is right, the oracle says of every route what the document says', () => {
  let compared = 0;
  for (const { route, answer } of answers) {
    const operation = own.get(`${route.method} ${shapeOf(route.path)}`);
    if (typeof answer === 'string' || !operation || operation['x-procedures'].length > 1) continue;
    const [theirs] = listOperations(answer);
    if (!theirs) throw new Error(`the oracle says nothing of ${route.procedure}`);
    expect(factsOf(operation, ours), route.procedure).toEqual(corrected(route, factsOf(theirs.operation, answer)));
    compared += 1;
  }
  expect(compared).toBeGreaterThan(140);
});

/** What is compared of an operation: fields with a mark are required. */
interface Facts {
  inPath: number;
  inQuery: string[];
  body: string[];
  answer: string[];
}

/** NOTE: it knows neither 204 nor bodies of DELETE, which it reads from the query. */
function corrected({ output, method }: Route, facts: Facts): Facts {
  const answer = output === contract.Done ? [] : facts.answer;
  return method === 'DELETE' ? { ...facts, answer, inQuery: [], body: facts.inQuery } : { ...facts, answer };
}

function factsOf(operation: Operation, document: Document): Facts {
  const parameters = parametersOf(operation, document);
  const inQuery = parameters.filter((it) => it.in === 'query');
  const content = { ...operation.requestBody?.content };
  const [media] = Object.values(content);
  const good = Object.entries(operation.responses).find(([status]) => /^20[01]$/.test(status));
  return {
    inPath: parameters.filter((it) => it.in === 'path').length,
    inQuery: inQuery.map(({ name, required = false }) => mark(name, required)).toSorted(),
    body: media ? fieldsOf(media.schema, document) : [],
    answer: fieldsOf(good?.[1].content?.['application/json']?.schema ?? {}, document),
  };
}

function fieldsOf(schema: JsonSchema, { components }: Document): string[] {
  const name = schema.$ref?.slice('#/components/schemas/'.length);
  const { properties = {}, required = [] } = name === undefined ? schema : (components.schemas[name] ?? {});
  return Object.keys(properties)
    .map((key) => mark(key, required.includes(key)))
    .toSorted();
}

function mark(name: string, isRequired: boolean): string {
  return isRequired ? `${name}!` : name;
}
