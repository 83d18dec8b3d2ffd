import { changeAt, type Direction, type LocalChange, type Place, placeOfNamed, severityOf, within } from './change.ts';
import { canonical, isRecord, type OpenApiDocument, type Schema } from './document.ts';
import { compareKeywords, inner } from './keywords.ts';
import { compareFields } from './object-fields.ts';
import { describeVariant, pairVariants } from './pair-variants.ts';
import { openVariants, type TakeApart, type Variant, valuesOf } from './variants.ts';
import type { CompareSchemas, ObjectPair, SchemaPair } from './walk.ts';

interface Walk {
  readonly before: TakeApart;
  readonly after: TakeApart;
  readonly seen: WeakMap<Schema, Set<Schema>>;
  readonly compare: CompareSchemas;
}

/** Opens two documents for walks; each walk is that of one operation, and compares nothing twice. */
export function openWalks(before: OpenApiDocument, after: OpenApiDocument): () => CompareSchemas {
  const sides = { before: openVariants(before), after: openVariants(after) };
  return () => {
    const seen: Readonly<Record<Direction, Walk['seen']>> = { request: new WeakMap(), response: new WeakMap() };
    const compare: CompareSchemas = (place, pair) =>
      compareSchemas({ ...sides, seen: seen[place.direction], compare }, place, pair);
    return compare;
  };
}

function compareSchemas(walk: Walk, place: Place, pair: SchemaPair): LocalChange[] {
  const [before, after] = [walk.before(pair.before), walk.after(pair.after)];
  const { pairs, gone, added } = pairVariants(before.list, after.list);
  return [
    ...compareNull(place, before.nullable, after.nullable),
    ...gone.map((variant) => tellOfGone(place, variant)),
    ...added.map((variant) => tellOfAdded(place, variant, before.list)),
    ...pairs.flatMap(([old, now]) => compareVariants(walk, place, [old, now])),
  ];
}

function compareNull(place: Place, before: boolean, after: boolean): LocalChange[] {
  if (before === after) return [];
  const effect = after ? 'widened' : 'narrowed';
  return [changeAt(place, severityOf(place.direction, effect), after ? 'may be null now' : 'is never null any more')];
}

/** A kind of answer that never comes again breaks those who wait for it. */
function tellOfGone(place: Place, variant: Variant): LocalChange {
  return changeAt(place, 'break', describeLoss(place, describeVariant(variant)));
}

/** Who reads a union has to expect several kinds; where there was one, nobody asks which one it is. */
function tellOfAdded(place: Place, variant: Variant, before: readonly Variant[]): LocalChange {
  const wasUnion = before.length > 1 && variant.type === 'object' && before.some(({ type }) => type === 'object');
  const severity = severityOf(place.direction, 'widened', wasUnion ? 'widening' : 'break');
  return changeAt(place, severity, describeGain(place, describeVariant(variant)));
}

function describeLoss({ direction }: Place, what: string): string {
  return direction === 'request' ? `no longer accepts ${what}` : `is never ${what} any more`;
}

function describeGain({ direction }: Place, what: string): string {
  return direction === 'request' ? `accepts ${what} now` : `may be ${what} now`;
}

function compareVariants(walk: Walk, place: Place, [before, after]: readonly [Variant, Variant]): LocalChange[] {
  if (wasSeen(walk, before.schema, after.schema)) return [];
  const inside = placeInside(place, before.name === after.name ? before.name : undefined);
  const types = compareTypes(inside, before.type, after.type);
  if (types.some(({ severity }) => severity === 'break')) return types;
  return [
    ...types,
    ...compareValues(inside, before.schema, after.schema),
    ...compareKeywords(inside, before.schema, after.schema),
    ...compareFields(walk.compare, inside, { before: before.schema, after: after.schema }),
    ...compareItems(walk.compare, inside, { before: before.schema, after: after.schema }),
    ...compareInner(walk.compare, inside, { before: before.schema, after: after.schema }),
  ];
}

/** NOTE: what a request takes is told as its writer sees it, even when the body as a whole has a name. */
function placeInside(place: Place, name: string | undefined): Place {
  const isWholeRequest = place.direction === 'request' && place.path === '';
  return name === undefined || isWholeRequest ? place : placeOfNamed(place.direction, name);
}

function wasSeen(walk: Walk, before: Schema, after: Schema): boolean {
  const partners = walk.seen.get(before) ?? new Set();
  if (partners.has(after)) return true;
  walk.seen.set(before, partners.add(after));
  return false;
}

function compareTypes(place: Place, before: string | undefined, after: string | undefined): LocalChange[] {
  if (before === after) return [];
  return [changeAt(place, severityOf(place.direction, effectOnType(before, after)), describeTypes(before, after))];
}

function effectOnType(before: string | undefined, after: string | undefined): 'narrowed' | 'widened' | 'changed' {
  if (before === undefined || (before === 'number' && after === 'integer')) return 'narrowed';
  return after === undefined || (before === 'integer' && after === 'number') ? 'widened' : 'changed';
}

function describeTypes(before = 'anything', after = 'anything'): string {
  return `is ${after} instead of ${before}`;
}

function compareValues(place: Place, before: Schema, after: Schema): LocalChange[] {
  if (!valuesOf(before) && !valuesOf(after)) return [];
  const [old, now] = [valuesOf(before)?.map(canonical), valuesOf(after)?.map(canonical)];
  if (!old) return [changeAt(place, severityOf(place.direction, 'narrowed'), `is only one of ${now?.join(', ')} now`)];
  if (!now) return [changeAt(place, severityOf(place.direction, 'widened'), `is no longer one of ${old.join(', ')}`)];
  return [
    ...old.filter((value) => !now.includes(value)).map((value) => changeAt(place, 'break', describeLoss(place, value))),
    ...now
      .filter((value) => !old.includes(value))
      .map((value) => changeAt(place, severityOf(place.direction, 'widened', 'widening'), describeGain(place, value))),
  ];
}

function compareItems(compare: CompareSchemas, place: Place, { before, after }: ObjectPair): LocalChange[] {
  const [old, now] = [before.prefixItems ?? [], after.prefixItems ?? []];
  const ordered = Array.from({ length: Math.max(old.length, now.length) }, (_, index) =>
    compare(within(place, `[${index}]`), {
      before: old[index] ?? before.items ?? true,
      after: now[index] ?? after.items ?? true,
    }),
  );
  if (before.items === undefined && after.items === undefined) return ordered.flat();
  const items = { before: before.items ?? true, after: after.items ?? true };
  return [...ordered.flat(), ...compare(within(place, '[]'), items)];
}

function compareInner(compare: CompareSchemas, place: Place, { before, after }: ObjectPair): LocalChange[] {
  return inner
    .filter((keyword) => before[keyword] !== undefined || after[keyword] !== undefined)
    .flatMap((keyword) => compare(place, { before: schemaUnder(before, keyword), after: schemaUnder(after, keyword) }));
}

/** Without the keyword anything goes. */
function schemaUnder(schema: Schema, keyword: string): Schema | boolean {
  const held = schema[keyword];
  return isRecord(held) || typeof held === 'boolean' ? held : true;
}
