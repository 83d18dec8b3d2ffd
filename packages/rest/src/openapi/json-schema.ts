/** A JSON Schema of 2020-12, as far as the document reads and writes it. */
export interface JsonSchema {
  $ref?: string;
  type?: string | string[];
  description?: string;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  const?: unknown;
  examples?: unknown[];
  [keyword: string]: unknown;
}

/** A part of the document: plain JSON. */
export type Part = Record<string, unknown>;

const schemaPlace = '#/components/schemas/';

/** The reference to a schema of the document. */
export function schemaRef(name: string): string {
  return schemaPlace + name;
}

/** The name that a schema is referred to by, or null when it stands here itself. */
export function refName(schema: JsonSchema): string | null {
  return schema.$ref?.startsWith(schemaPlace) ? schema.$ref.slice(schemaPlace.length) : null;
}

/** Names of all schemas that are referred to from within a value. */
export function refsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(refsIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === '$ref' && typeof inner === 'string' ? (refName({ $ref: inner }) ?? []) : refsIn(inner),
  );
}

/** The same schema with other references. */
export function withRefs(schema: JsonSchema, rename: (name: string) => string): JsonSchema {
  return mapRefs(schema, rename) as JsonSchema;
}

function mapRefs(value: unknown, rename: (name: string) => string): unknown {
  if (Array.isArray(value)) return value.map((item) => mapRefs(item, rename));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      const name = key === '$ref' && typeof inner === 'string' ? refName({ $ref: inner }) : null;
      return [key, name === null ? mapRefs(inner, rename) : schemaRef(rename(name))];
    }),
  );
}
