import { InputIssue } from '@rookery/contract';
import type { Route } from '../route-table.ts';
import { answerHeaders, done, eventOf, notModified } from './answers.ts';
import { guide } from './guide.ts';
import type { JsonSchema, Part } from './json-schema.ts';
import { examplesOf } from './media.ts';
import { pathsOf } from './operations.ts';
import { headerParameters } from './parameters.ts';
import { problemResponses, problemSchema } from './problems.ts';
import { openSchemaBook, type SchemaBook } from './schema-book.ts';
import { shareParameters } from './shared-parameters.ts';
import { tagsOf } from './tags.ts';

/** What a document is made of. */
export interface DocumentSource {
  routes: readonly Route[];
  /** Names of schemas: those that the contract exports. What is no schema is passed over. */
  schemas: Record<string, unknown>;
  info: { version: string };
}

/** The OpenAPI 3.1 document of routes; always the same for the same routes. */
export function openApiDocument({ routes, schemas, info }: DocumentSource): Part {
  const book = openSchemaBook({
    named: schemas,
    inputs: routes.map(({ input }) => input),
    outputs: [InputIssue, ...routes.map((route) => route.output ?? eventOf(route))],
  });
  book.add('Problem', problemSchema(book));
  const { paths, shared } = shareParameters(pathsOf(routes, book));
  return {
    openapi: '3.1.1',
    info: {
      title: 'Rookery',
      version: info.version,
      summary: 'The social network backend, for everyone who has no TypeScript.',
      description: guide,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/api/v1', description: 'This server.' }],
    tags: tagsOf(routes),
    security: [{ bearer: [] }],
    paths,
    components: componentsOf(paths, { ...headerParameters, ...shared }, book),
  };
}

function componentsOf(paths: Part, parameters: Part, book: SchemaBook): Part {
  const responses = { NotModified: notModified, Done: done, ...problemResponses() };
  const schemas = book.componentsFor([paths, parameters, responses]);
  const written = examplesOf(schemas, book);
  const values = Object.fromEntries(Object.entries(written).map(([name, value]) => [name, { value }]));
  const used = onlyUsed({ responses, parameters, headers: answerHeaders, examples: values }, paths);
  return {
    securitySchemes: { bearer },
    schemas: withExamples(schemas, { written, shown: used.examples ?? {} }),
    ...used,
  };
}

/** Gives an example to each schema of which none is shown with a body. */
function withExamples(
  schemas: Record<string, JsonSchema>,
  { written, shown }: { written: Part; shown: Part },
): Record<string, JsonSchema> {
  return Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [
      name,
      name in shown ? schema : { ...schema, examples: [written[name]] },
    ]),
  );
}

const bearer: Part = {
  type: 'http',
  scheme: 'bearer',
  bearerFormat: 'JWT, or rk_…',
  description: 'The `accessToken` of a session, or a personal access token, which begins with `rk_`.',
};

/** Of the parts those to which something refers. */
function onlyUsed(parts: Record<string, Part>, paths: Part): Record<string, Part> {
  const text = JSON.stringify([paths, parts.responses]);
  const used = new Set([...text.matchAll(/"#\/components\/(\w+\/\w+)"/g)].map(([, place]) => place));
  return Object.fromEntries(
    Object.entries(parts).map(([kind, members]) => [
      kind,
      Object.fromEntries(Object.entries(members).filter(([name]) => used.has(`${kind}/${name}`))),
    ]),
  );
}
