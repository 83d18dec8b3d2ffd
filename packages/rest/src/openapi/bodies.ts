import { takesFile } from '@rookery/api';
import type { Route } from '../route-table.ts';
import type { JsonSchema, Part } from './json-schema.ts';
import { refName } from './json-schema.ts';
import { mediaOf } from './media.ts';
import { type Fields, fieldsOf } from './parameters.ts';
import type { SchemaBook } from './schema-book.ts';

/** The body of a request that one of several procedures takes, or null when they take none. */
export function bodyOf(routes: readonly Route[], book: SchemaBook): Part | null {
  const taking = routes.filter(({ method }) => method !== 'GET').map((route) => describeBody(route, book));
  const bodies = taking.filter((body) => body !== null);
  const [first] = bodies;
  if (!first) return null;
  const schema = bodies.length === 1 ? first.schema : { oneOf: bodies.map((body) => body.schema) };
  return {
    ...(bodies.every(({ isRequired }) => isRequired) ? { required: true } : {}),
    content: { [first.mediaType]: mediaOf(schema, book) },
  };
}

interface Body {
  schema: JsonSchema;
  isRequired: boolean;
  mediaType: string;
}

function describeBody(route: Route, book: SchemaBook): Body | null {
  const fields = fieldsOf(route, book);
  const left = Object.keys(fields.properties).filter((name) => !route.parameters.includes(name));
  if (left.length === 0) return null;
  const whole = book.schemaOf(route.input, 'input');
  return {
    schema: route.parameters.length === 0 ? whole : restOf(whole, { route, fields, book }),
    isRequired: left.some((name) => fields.required.includes(name)),
    mediaType: takesFile(route.input) ? 'multipart/form-data' : 'application/json',
  };
}

/** What the path leaves of an input, under a name of its own. */
function restOf(
  whole: JsonSchema,
  { route, fields, book }: { route: Route; fields: Fields; book: SchemaBook },
): JsonSchema {
  const { description } = book.resolve(whole);
  const required = fields.required.filter((name) => !route.parameters.includes(name));
  const rest: JsonSchema = {
    ...(description === undefined ? {} : { description }),
    type: 'object',
    properties: Object.fromEntries(
      Object.entries(fields.properties).filter(([name]) => !route.parameters.includes(name)),
    ),
    ...(required.length > 0 ? { required } : {}),
    additionalProperties: false,
  };
  const name = refName(whole);
  return name === null ? rest : book.add(`${name.replace(/Input$/, '')}Body`, rest);
}
