import { exampleOf } from './examples/write-example.ts';
import { type JsonSchema, type Part, refName } from './json-schema.ts';
import type { SchemaBook } from './schema-book.ts';

/** What a body holds, with an example for each schema that it may follow. */
export function mediaOf(schema: JsonSchema, book: SchemaBook): Part {
  const names = (schema.oneOf ?? [schema]).map(refName).filter((name) => name !== null);
  if (names.length === 0) return { schema, example: exampleOf('', schema, book.resolve) };
  const refs = names.map((name) => [name, { $ref: `#/components/examples/${name}` }]);
  return { schema, examples: Object.fromEntries(refs) };
}

/** The example of each schema, by name. */
export function examplesOf(schemas: Record<string, JsonSchema>, book: SchemaBook): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [name, exampleOf(name, schema, book.resolve)]),
  );
}
