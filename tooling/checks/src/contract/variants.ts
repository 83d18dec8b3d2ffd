import { dereference, isRecord, type OpenApiDocument, type Schema, type SchemaLike } from './document.ts';
import { isAnnotation } from './keywords.ts';

/** One way a value may look: a schema of one type at most, free of references, unions and null. */
export interface Variant {
  readonly name: string | undefined;
  readonly type: string | undefined;
  readonly schema: Schema;
}

/** All the ways a value may look. */
export interface Variants {
  readonly nullable: boolean;
  readonly list: readonly Variant[];
}

/** Takes the schemas of one document apart; the same schema gives the same variants each time. */
export type TakeApart = (schema: SchemaLike) => Variants;

const nothing: Variants = { nullable: false, list: [] };
const anything: Variants = { nullable: true, list: [{ name: undefined, type: undefined, schema: {} }] };

/** Opens a document for taking its schemas apart. */
export function openVariants(document: OpenApiDocument): TakeApart {
  const known = new WeakMap<Schema, Variants>();
  const takeApart: TakeApart = (schema) => {
    if (typeof schema === 'boolean') return schema ? anything : nothing;
    const before = known.get(schema);
    if (before) return before;
    const variants = split(schema);
    known.set(schema, variants);
    return variants;
  };
  const split = (schema: Schema): Variants => {
    if (schema.$ref !== undefined) return followRef(schema);
    if (schema.allOf) return takeApart(mergeAll(document, schema));
    const union = schema.oneOf ?? schema.anyOf;
    return union ? ofUnion(schema, union) : ofPlain(schema);
  };
  const followRef = (schema: Schema): Variants => {
    const { $ref = '', ...beside } = schema;
    const target = dereference<SchemaLike>(document, schema);
    if (hasMeaning(beside)) return takeApart(merge(target, beside));
    const { nullable, list } = takeApart(target);
    const name = $ref.split('/').at(-1);
    return { nullable, list: list.map((variant) => (list.length === 1 ? { ...variant, name } : variant)) };
  };
  const ofUnion = (schema: Schema, members: readonly SchemaLike[]): Variants => {
    const { oneOf, anyOf, discriminator, ...beside } = schema;
    const parts = members.map((member) =>
      takeApart(hasMeaning(beside) ? merge(dereference(document, member), beside) : member),
    );
    return { nullable: parts.some(({ nullable }) => nullable), list: parts.flatMap(({ list }) => list) };
  };
  return takeApart;
}

function hasMeaning(schema: Schema): boolean {
  return Object.keys(schema).some((keyword) => !isAnnotation(keyword));
}

function mergeAll(document: OpenApiDocument, { allOf = [], ...beside }: Schema): Schema {
  const parts = allOf.map((part) => dereference(document, part));
  return parts.reduce<Schema>((merged, part) => {
    const whole = isRecord(part) && part.allOf ? mergeAll(document, part) : part;
    return merge(whole, merged);
  }, beside);
}

/** Both at once; where both speak of the same keyword the second counts, save for fields, which add up. */
function merge(first: SchemaLike, second: Schema): Schema {
  if (typeof first === 'boolean') return second;
  return {
    ...first,
    ...second,
    ...(first.properties && second.properties ? { properties: { ...first.properties, ...second.properties } } : {}),
    ...(first.required && second.required ? { required: [...first.required, ...second.required] } : {}),
  };
}

function ofPlain(schema: Schema): Variants {
  const types = typesOf(schema);
  const variant = (type: string | undefined): Variant => ({ name: undefined, type, schema: withoutNull(schema) });
  if (types.length === 0) return { nullable: allowsNull(schema), list: [variant(undefined)] };
  const nullable = types.includes('null') && allowsNull(schema);
  return { nullable, list: types.filter((type) => type !== 'null').map(variant) };
}

function typesOf(schema: Schema): string[] {
  if (schema.type !== undefined) return typeof schema.type === 'string' ? [schema.type] : [...schema.type];
  const values = valuesOf(schema);
  if (values) return [...new Set(values.map(typeOfValue))];
  if (schema.properties || schema.required) return ['object'];
  return schema.items || schema.prefixItems ? ['array'] : [];
}

function typeOfValue(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value;
}

/** The only values that a schema allows, be it by `enum` or by `const`. */
export function valuesOf(schema: Schema): readonly unknown[] | undefined {
  return 'const' in schema ? [schema.const] : schema.enum;
}

function allowsNull(schema: Schema): boolean {
  return valuesOf(schema)?.includes(null) ?? true;
}

function withoutNull(schema: Schema): Schema {
  return schema.enum?.includes(null) ? { ...schema, enum: schema.enum.filter((value) => value !== null) } : schema;
}
