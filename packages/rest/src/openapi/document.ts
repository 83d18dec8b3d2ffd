import { InputIssue } from '@rookery/contract';
import type { Route } from '../route-table.ts';
import { answerHeaders, eventOf, notModified } from './answers.ts';
import { guide } from './guide.ts';
import type { Part } from './json-schema.ts';
import { pathsOf } from './operations.ts';
import { headerParameters } from './parameters.ts';
import { problemResponses, problemSchema } from './problems.ts';
import { openSchemaBook, type SchemaBook } from './schema-book.ts';
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
  const paths = pathsOf(routes, book);
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
    components: componentsOf(paths, book),
  };
}

function componentsOf(paths: Part, book: SchemaBook): Part {
  const parts: Part = {
    parameters: headerParameters,
    headers: answerHeaders,
    responses: { NotModified: notModified, ...problemResponses() },
  };
  const used = onlyUsed(parts, paths);
  return { securitySchemes: { bearer }, schemas: book.componentsFor([paths, used]), ...used };
}

const bearer: Part = {
  type: 'http',
  scheme: 'bearer',
  bearerFormat: 'JWT, or rk_…',
  description: 'The `accessToken` of a session, or a personal access token, which begins with `rk_`.',
};

/** Of the parts those to which something refers. */
function onlyUsed(parts: Part, paths: Part): Part {
  const text = JSON.stringify([paths, parts]);
  return Object.fromEntries(
    Object.entries(parts).map(([kind, members]) => [
      kind,
      Object.fromEntries(
        Object.entries(members as Part).filter(([name]) => text.includes(`"#/components/${kind}/${name}"`)),
      ),
    ]),
  );
}
