import { z } from 'zod';
import { type JsonSchema, refName, schemaRef } from './json-schema.ts';
import { soundText } from './sound-text.ts';

/** Whether values are taken or given: what has a default may be absent only where it is taken. */
export type Direction = 'input' | 'output';

/** JSON Schemas of named zod schemas, which refer to each other by name. Throws when JSON cannot carry one of them. */
export function toJsonSchemas(named: ReadonlyMap<z.ZodType, string>, io: Direction): Map<string, JsonSchema> {
  const registry = z.registry<{ id: string }>();
  for (const [schema, id] of named) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, {
    io,
    target: 'draft-2020-12',
    uri: schemaRef,
    unrepresentable: ({ zodSchema }) => (zodSchema._zod.def.type === 'date' ? { ...dateTime } : 'throw'),
    override: ({ zodSchema, jsonSchema }) => correct(zodSchema, asSchema(jsonSchema), io),
  });
  if ('__shared' in schemas) throw new Error('a schema that contains itself has to be exported by the contract');
  return new Map(Object.entries(schemas).map(([name, schema]) => [name, written(schema)]));
}

const dateTime = { type: 'string', format: 'date-time' } as const;

/** NOTE: zod writes `true` and `false` for no schema that the contract has. */
function asSchema(schema: z.core.JSONSchema.BaseSchema): JsonSchema {
  return schema as JsonSchema;
}

function written(schema: z.core.JSONSchema.BaseSchema): JsonSchema {
  const { $schema: _, $id: __, ...rest } = asSchema(schema);
  return rest;
}

function correct(schema: z.core.$ZodTypes, json: JsonSchema, io: Direction): void {
  const { def } = schema._zod;
  if (def.type === 'string') soundText(schema, json, io);
  if (def.type === 'file') fileOfForm(json);
  if (def.type === 'union') nameDiscriminator(schema, json);
  if (def.type === 'record') delete json.propertyNames;
  if (json.minimum === Number.MIN_SAFE_INTEGER) delete json.minimum;
  if (json.maximum === Number.MAX_SAFE_INTEGER) delete json.maximum;
  if (io === 'output' && json.additionalProperties === false) delete json.additionalProperties;
  joinNull(json);
}

function fileOfForm(json: JsonSchema): void {
  delete json.contentEncoding;
  Object.assign(json, { type: 'string', format: 'binary', contentMediaType: 'application/octet-stream' });
}

/** NOTE: OpenAPI wants a discriminator to choose among references, by text. */
function nameDiscriminator(schema: z.core.$ZodTypes, json: JsonSchema): void {
  const key = discriminatorOf(schema);
  if (key === null || !(schema instanceof z.ZodUnion)) return;
  const options = schema.options.map(
    (option, at) => [discriminatorValue(option, key), json.oneOf?.[at]?.$ref] as const,
  );
  if (options.some(([value, ref]) => value === null || ref === undefined)) return;
  json.discriminator = { propertyName: key, mapping: Object.fromEntries(options) };
}

/** The field that tells the options of a union apart, or null. */
export function discriminatorOf(schema: unknown): string | null {
  return schema instanceof z.ZodDiscriminatedUnion ? schema.def.discriminator : null;
}

/** The text by which one option is told from the others, or null. */
export function discriminatorValue(option: unknown, key: string): string | null {
  const field = option instanceof z.ZodObject ? option.shape[key] : undefined;
  return field instanceof z.ZodLiteral && typeof field.value === 'string' ? field.value : null;
}

/** Writes "x or null" as one type where x is a plain one. */
function joinNull(json: JsonSchema): void {
  const [first, second, ...more] = json.anyOf ?? [];
  if (!first || second?.type !== 'null' || more.length > 0 || typeof first.type !== 'string') return;
  if (refName(first) !== null || 'enum' in first || 'const' in first) return;
  const { description = first.description } = json;
  delete json.anyOf;
  Object.assign(json, first, { type: [first.type, 'null'] }, description === undefined ? {} : { description });
}
