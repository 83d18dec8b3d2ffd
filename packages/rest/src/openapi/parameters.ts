import type { Route } from '../route-table.ts';
import type { JsonSchema, Part } from './json-schema.ts';
import type { SchemaBook } from './schema-book.ts';

/** The fields of an input, and which of them a request has to have. */
export interface Fields {
  properties: Record<string, JsonSchema>;
  required: readonly string[];
}

/** The fields that a route takes. Of a union those of the options that have what is in the path. */
export function fieldsOf(route: Route, book: SchemaBook): Fields {
  const whole = book.resolve(book.schemaOf(route.input, 'input'));
  const options = (whole.anyOf ?? whole.oneOf ?? [whole]).map(book.resolve);
  const fitting = options.filter(({ properties = {} }) => route.parameters.every((name) => name in properties));
  return {
    properties: Object.assign({}, ...fitting.map(({ properties = {} }) => properties)),
    required: (fitting[0]?.required ?? []).filter((name) =>
      fitting.every(({ required = [] }) => required.includes(name)),
    ),
  };
}

/** Parameters in the path of a route, and those in the query when it is read from there. */
export function parametersOf(route: Route, { properties, required }: Fields, book: SchemaBook): Part[] {
  const inPath = route.parameters.map((name) => pathParameter(name, properties[name] ?? {}, book));
  if (route.method !== 'GET') return inPath;
  const others = Object.entries(properties).filter(([name]) => !route.parameters.includes(name));
  const inQuery = others.map(([name, schema]) => ({
    ...queryParameter(name, withoutNull(schema), book),
    ...(required.includes(name) ? { required: true } : {}),
  }));
  return [...inPath, ...inQuery];
}

function pathParameter(name: string, schema: JsonSchema, book: SchemaBook): Part {
  const serialised = isArray(schema, book) ? { style: 'simple', explode: false } : {};
  const extra = isArray(schema, book) ? 'Separated by commas.' : '';
  return { name, in: 'path', required: true, ...told(schema, book, extra), ...serialised };
}

function queryParameter(name: string, schema: JsonSchema, book: SchemaBook): Part {
  const serialised = isArray(schema, book) ? { style: 'form', explode: true } : {};
  const extra = isArray(schema, book) ? 'Repeated, or separated by commas.' : '';
  return { name, in: 'query', ...told(schema, book, extra), ...serialised };
}

/** A schema with its description beside it, where readers of parameters look. */
function told(schema: JsonSchema, book: SchemaBook, extra: string): Part {
  const { description = book.resolve(schema).description, ...bare } = schema;
  const sentences = [description, extra].filter((text) => text !== undefined && text !== '');
  return { ...(sentences.length > 0 ? { description: sentences.join(' ') } : {}), schema: bare };
}

function isArray(schema: JsonSchema, book: SchemaBook): boolean {
  return book.resolve(schema).type === 'array';
}

/** NOTE: a query cannot say null; what is left out is absent. */
function withoutNull(schema: JsonSchema): JsonSchema {
  if (Array.isArray(schema.type)) {
    const [type, ...more] = schema.type.filter((one) => one !== 'null');
    return type !== undefined && more.length === 0 ? { ...schema, type } : schema;
  }
  const [only, ...more] = (schema.anyOf ?? []).filter(({ type }) => type !== 'null');
  if (!only || more.length > 0) return schema;
  const { anyOf: _, ...rest } = schema;
  return { ...only, ...rest };
}

/** Parameters in headers, by the name under which operations refer to them. NOTE: without examples, which Swagger UI would send: one key for all calls. */
export const headerParameters: Record<string, Part> = {
  IdempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header',
    description:
      'A name that the caller makes up for this call. Sent again with the same body within 24 hours, the call is not made again: its first answer comes back. A UUID will do.',
    schema: { type: 'string', minLength: 1, maxLength: 255 },
  },
  IfNoneMatch: {
    name: 'If-None-Match',
    in: 'header',
    description: 'The `ETag` of an earlier answer; 304 comes without a body when nothing has changed since.',
    schema: { type: 'string' },
  },
  LastEventIdHeader: {
    name: 'Last-Event-ID',
    in: 'header',
    description: 'The id of the last event that was handled: the stream goes on after it. Absent: from now on.',
    schema: { type: 'string', maxLength: 512 },
  },
};

/** References to the headers that a route takes. */
export function headerRefs(route: Route): Part[] {
  const names = [
    route.type === 'mutation' && route.declaration.effect === 'create' && 'IdempotencyKey',
    route.type === 'query' && 'IfNoneMatch',
    route.type === 'subscription' && 'LastEventIdHeader',
  ].filter((name) => typeof name === 'string');
  return names.map((name) => ({ $ref: `#/components/parameters/${name}` }));
}
