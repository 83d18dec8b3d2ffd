import { z } from 'zod';
import { type JsonSchema, refName, refsIn, schemaRef, withRefs } from './json-schema.ts';
import { type Direction, discriminatorOf, discriminatorValue, toJsonSchemas } from './zod-schemas.ts';

/** The schemas of a document: each once, by name. */
export interface SchemaBook {
  /** A reference to what is taken or given, or the schema itself when it has no name. */
  schemaOf(schema: z.ZodType, io: Direction): JsonSchema;
  /** The schema behind a reference. */
  resolve(schema: JsonSchema): JsonSchema;
  /** Gives a name to a schema that was derived of others. Throws when the name stands for another one. */
  add(name: string, schema: JsonSchema): JsonSchema;
  /** All schemas to which a part of the document leads, by name. */
  componentsFor(part: unknown): Record<string, JsonSchema>;
}

/** What a document speaks of. */
export interface Spoken {
  named: Record<string, unknown>;
  inputs: readonly z.ZodType[];
  outputs: readonly z.ZodType[];
}

/**
 * Names every schema. What is both taken and given, and differs, bears its own name where it is given and one that ends in Input
 * where it is taken.
 */
export function openSchemaBook({ named, inputs, outputs }: Spoken): SchemaBook {
  const names = nameSchemas(named, [...inputs, ...outputs]);
  const taken = toJsonSchemas(names, 'input');
  const given = toJsonSchemas(names, 'output');
  const nameOf = (schema: z.ZodType): string => names.get(schema) ?? '';
  const takenNames = reach(taken, inputs.map(nameOf));
  const givenNames = reach(given, outputs.map(nameOf));
  const twofold = differing(taken, given, { takenNames, givenNames });
  const inputName = (name: string): string => (twofold.has(name) ? `${name}Input` : name);
  const book = new Map<string, JsonSchema>();
  for (const name of givenNames) book.set(name, given.get(name) ?? {});
  for (const name of takenNames) book.set(inputName(name), withRefs(taken.get(name) ?? {}, inputName));
  return makeBook(book, (schema, io) => (io === 'input' ? inputName(nameOf(schema)) : nameOf(schema)));
}

const anonymous = /^-/;

function makeBook(book: Map<string, JsonSchema>, nameOf: (schema: z.ZodType, io: Direction) => string): SchemaBook {
  const look = (name: string): JsonSchema => {
    const schema = book.get(name);
    if (!schema) throw new Error(`the document has no schema called ${name}`);
    return schema;
  };
  return {
    schemaOf: (schema, io) => {
      const name = nameOf(schema, io);
      return anonymous.test(name) ? look(name) : { $ref: schemaRef(name) };
    },
    resolve: (schema) => {
      const name = refName(schema);
      return name === null ? schema : look(name);
    },
    add: (name, schema) => {
      const there = book.get(name);
      if (there && !isAlike(there, schema)) throw new Error(`${name} would stand for two schemas`);
      book.set(name, schema);
      return { $ref: schemaRef(name) };
    },
    componentsFor: (part) => {
      const used = [...reach(book, refsIn(part))].toSorted();
      return Object.fromEntries(used.map((name) => [name, look(name)]));
    },
  };
}

/** Names by schema: those given, those of the options of unions, and one that is never shown for every other root. */
function nameSchemas(named: Record<string, unknown>, roots: readonly z.ZodType[]): Map<z.ZodType, string> {
  const entries = Object.entries(named).filter((entry): entry is [string, z.ZodType] => entry[1] instanceof z.ZodType);
  const names = new Map(entries.map(([name, schema]) => [schema, name]));
  for (const [name, schema] of entries) nameOptions(name, schema, names);
  for (const root of roots) if (!names.has(root)) names.set(root, `-${names.size}`);
  return names;
}

function nameOptions(name: string, schema: z.ZodType, names: Map<z.ZodType, string>): void {
  const key = discriminatorOf(schema);
  if (key === null || !(schema instanceof z.ZodUnion)) return;
  for (const option of schema.options) {
    const value = discriminatorValue(option, key);
    if (value !== null && option instanceof z.ZodType && !names.has(option)) names.set(option, name + pascal(value));
  }
}

/** Like `FollowRequest` for `follow.request`. */
export function pascal(text: string): string {
  return text.replaceAll(/(?:^|[^A-Za-z0-9]+)([A-Za-z0-9]?)/g, (_, letter: string) => letter.toUpperCase());
}

function reach(schemas: ReadonlyMap<string, JsonSchema>, from: readonly string[]): Set<string> {
  const reached = new Set<string>();
  const waiting = [...from];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (reached.has(name)) continue;
    reached.add(name);
    waiting.push(...refsIn(schemas.get(name)));
  }
  return reached;
}

/** Names of what is taken and given in different forms, or leads to such. */
function differing(
  taken: ReadonlyMap<string, JsonSchema>,
  given: ReadonlyMap<string, JsonSchema>,
  { takenNames, givenNames }: { takenNames: ReadonlySet<string>; givenNames: ReadonlySet<string> },
): Set<string> {
  const both = [...takenNames].filter((name) => givenNames.has(name));
  const found = new Set(both.filter((name) => !isAlike(taken.get(name), given.get(name))));
  for (let size = -1; size !== found.size; ) {
    size = found.size;
    for (const name of both) if (refsIn(taken.get(name)).some((inner) => found.has(inner))) found.add(name);
  }
  return found;
}

function isAlike(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
