import { canonical, isRecord, type Schema } from './document.ts';
import { type Variant, valuesOf } from './variants.ts';

/** The members of two unions, set beside each other. */
export interface PairedVariants {
  readonly pairs: readonly (readonly [Variant, Variant])[];
  readonly gone: readonly Variant[];
  readonly added: readonly Variant[];
}

/** Members belong together that bear the same mark, the same name, or else are of the same type. */
export function pairVariants(before: readonly Variant[], after: readonly Variant[]): PairedVariants {
  const [first, second] = [before[0], after[0]];
  // NOTE: where there was one kind and there is one, it is the same place of another type, no coming and going.
  if (first && second && before.length + after.length === 2) return { pairs: [[first, second]], gone: [], added: [] };
  const mark = markBy(discriminatorOf([...before, ...after]));
  const keys = [mark, nameOf, likeness, typeBeside(mark)];
  return keys.reduce<PairedVariants>(pairLeftovers, { pairs: [], gone: before, added: after });
}

type Key = (variant: Variant) => string | undefined;

function pairLeftovers({ pairs, gone, added }: PairedVariants, key: Key): PairedVariants {
  const rest = [...added];
  const found: (readonly [Variant, Variant])[] = [];
  const alone = gone.filter((variant) => {
    const wanted = key(variant);
    const index = wanted === undefined ? -1 : rest.findIndex((other) => key(other) === wanted);
    const [partner] = index < 0 ? [] : rest.splice(index, 1);
    if (partner) found.push([variant, partner]);
    return partner === undefined;
  });
  return { pairs: [...pairs, ...found], gone: alone, added: rest };
}

/** The field that holds one fixed value in every object of a union, such as `kind`. */
function discriminatorOf(variants: readonly Variant[]): string | undefined {
  const objects = variants.filter(({ type }) => type === 'object');
  const [first] = objects;
  return Object.keys(first?.schema.properties ?? {}).find((field) =>
    objects.every(({ schema }) => fixedValue(schema, field) !== undefined),
  );
}

function fixedValue(schema: Schema, field: string): string | undefined {
  const property = schema.properties?.[field];
  const values = isRecord(property) ? valuesOf(property) : undefined;
  return values?.length === 1 ? canonical(values[0]) : undefined;
}

function markBy(field: string | undefined): Key {
  return ({ schema }) => (field === undefined ? undefined : fixedValue(schema, field));
}

const nameOf: Key = ({ name }) => name;

const likeness: Key = ({ schema }) => canonical(schema);

/** NOTE: objects that are told apart by a mark or a name are never taken for each other. */
function typeBeside(mark: Key): Key {
  return (variant) => {
    if (variant.type === 'object' && (mark(variant) ?? variant.name) !== undefined) return undefined;
    return variant.type === 'integer' ? 'number' : variant.type;
  };
}

/** A member of a union in words: its mark, its name, or its type. */
export function describeVariant({ name, type, schema }: Variant): string {
  const marks = Object.keys(schema.properties ?? {}).flatMap((field) => {
    const value = fixedValue(schema, field);
    return value === undefined ? [] : [`${field} ${value}`];
  });
  return name ?? marks[0] ?? valuesOf(schema)?.map(canonical).join(' or ') ?? type ?? 'anything';
}
