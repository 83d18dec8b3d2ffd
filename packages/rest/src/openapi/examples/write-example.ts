import { type JsonSchema, refName } from '../json-schema.ts';
import { exampleId } from './example-id.ts';
import { exampleValues, toCome, unsaid } from './example-values.ts';

/** Where in an example a value stands. */
interface Place {
  /** The schema by name that it is a part of. */
  owner: string;
  field: string;
  depth: number;
  resolve: (schema: JsonSchema) => JsonSchema;
}

/** An example of a schema that is known by a name; always the same for the same schema. */
export function exampleOf(name: string, schema: JsonSchema, resolve: Place['resolve']): unknown {
  return write(schema, { owner: name, field: name, depth: 0, resolve });
}

const deepest = 5;

function write(schema: JsonSchema, place: Place): unknown {
  const name = refName(schema);
  const known = knownValue(schema, place, name);
  if (known !== undefined) return known;
  if (name !== null) return writeNamed(name, place.resolve(schema), place);
  const options = schema.oneOf ?? schema.anyOf;
  if (options) return writeOption(options, place);
  if ('const' in schema) return schema.const;
  if (Array.isArray(schema.enum)) return schema.default ?? schema.enum[0];
  return writeType(schema, place);
}

function writeNamed(name: string, schema: JsonSchema, place: Place): unknown {
  const isPart = schema.properties !== undefined || schema.oneOf !== undefined || schema.anyOf !== undefined;
  return write(schema, isPart ? { ...place, owner: name } : place);
}

/** NOTE: the first option is the fullest one in every union of the contract. */
function writeOption(options: readonly JsonSchema[], place: Place): unknown {
  const isNullable = options.some(({ type }) => type === 'null');
  if (isNullable && isUnsaid(place)) return null;
  return write(options[0] ?? {}, place);
}

function isUnsaid({ owner, field, depth }: Place): boolean {
  return depth >= deepest || unsaid.has(field) || unsaid.has(`${owner}.${field}`) || (field === 'avatar' && depth > 1);
}

/** A value of the table that the schema takes, or undefined. */
function knownValue(schema: JsonSchema, place: Place, name: string | null): unknown {
  const { owner, field, resolve } = place;
  const keys = [`${owner}.${field}`, field, ...(name === null ? [] : [name])];
  const fitting = keys.map((key) => exampleValues.get(key)).filter((value) => value !== undefined);
  if (mayBeNull(schema) && isUnsaid(place)) return undefined;
  return fitting.find((value) => fits(value, resolve(schema), resolve));
}

function mayBeNull({ type, anyOf = [] }: JsonSchema): boolean {
  return Array.isArray(type) || anyOf.some((option) => option.type === 'null');
}

function fits(value: unknown, schema: JsonSchema, resolve: Place['resolve']): boolean {
  const { type, enum: allowed, anyOf, oneOf } = schema;
  const options = anyOf ?? oneOf;
  if (options) return options.some((option) => fits(value, resolve(option), resolve));
  if (Array.isArray(allowed) && !allowed.includes(value)) return false;
  if ('const' in schema) return false;
  if (schema.format === 'date-time') return typeof value === 'string' && isTime.test(value);
  return (Array.isArray(type) ? type : [type]).includes(typeOf(value));
}

const isTime = /^\d{4}-\d\d-\d\dT/;

function typeOf(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return typeof value === 'number' ? 'integer' : typeof value;
}

function writeType(schema: JsonSchema, place: Place): unknown {
  const { type } = schema;
  if (Array.isArray(type)) return isUnsaid(place) ? null : write({ ...schema, type: type[0] ?? 'null' }, place);
  if (type === 'object') return writeObject(schema, place);
  if (type === 'array') return writeArray(schema, place);
  if (type === 'integer' || type === 'number') return schema.default ?? schema.minimum ?? 0;
  if (type === 'boolean') return schema.default ?? false;
  return type === 'string' ? writeText(schema, place) : null;
}

function writeObject({ properties = {}, required = [] }: JsonSchema, place: Place): Record<string, unknown> {
  const told = Object.entries(properties).filter(
    ([name]) => required.includes(name) || !isUnsaid({ ...place, field: name }),
  );
  return Object.fromEntries(
    told.map(([field, schema]) => [field, write(schema, { ...place, field, depth: place.depth + 1 })]),
  );
}

function writeArray({ items = {}, minItems = 0 }: JsonSchema, place: Place): unknown[] {
  const field = `${place.field}[]`;
  const known = exampleValues.get(field);
  const item = place.resolve(items);
  if (Array.isArray(known) && known.every((value) => fits(value, item, place.resolve))) return known;
  const isPlain = item.properties === undefined;
  const isEmpty = minItems === 0 && (place.depth >= deepest || (place.field === 'media' && place.depth > 1));
  return isEmpty && !isPlain ? [] : [write(items, { ...place, field, depth: place.depth + 1 })];
}

function writeText({ format, minLength }: JsonSchema, { owner, field }: Place): string {
  if (format === 'uuid') return exampleId(`${owner}.${field}`);
  if (format === 'date-time') return toCome.has(field) ? '2026-06-01T05:30:00.000Z' : '2026-05-09T06:42:00.000Z';
  return minLength === undefined ? '' : words(field);
}

/** A field's name as words: what stands for a text of which the table knows nothing. */
function words(field: string): string {
  return field.replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();
}
