import { changeAt, type Effect, type LocalChange, type Place, type Severity, severityOf } from './change.ts';
import { canonical, type Schema } from './document.ts';

const upperBounds = ['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems', 'maxProperties', 'maxContains'];
const lowerBounds = ['minimum', 'exclusiveMinimum', 'minLength', 'minItems', 'minProperties', 'minContains'];
const annotations = new Set([
  ...['title', 'description', 'examples', 'example', 'deprecated', 'readOnly', 'writeOnly', 'externalDocs', 'xml'],
  ...['$comment', '$id', '$schema', '$anchor', '$defs', 'discriminator'],
]);
/** Keywords that hold one more schema: of what a text is made, such as the events of a stream, and of the names of fields. */
export const inner: readonly string[] = ['contentSchema', 'propertyNames'];
/** Keywords with rules of their own elsewhere. */
const structural = new Set([
  ...['type', 'enum', 'const', 'properties', 'required', 'additionalProperties', 'items', 'prefixItems'],
  ...inner,
  ...['default', '$ref', 'allOf', 'oneOf', 'anyOf', ...upperBounds, ...lowerBounds],
]);
/** Restrictions that readers hardly build upon: an answer that obeys them no longer is a widening, no break. */
const lightInResponses = new Set(['pattern', 'uniqueItems', 'multipleOf']);

/** Whether a keyword says nothing of the values that a schema allows. */
export function isAnnotation(keyword: string): boolean {
  return annotations.has(keyword) || keyword.startsWith('x-');
}

/** The changes of all keywords that can be compared without looking further in. */
export function compareKeywords(place: Place, before: Schema, after: Schema): LocalChange[] {
  return [
    ...compareBounds(place, before, after),
    ...compareRestrictions(place, before, after),
    ...compareDefaults(place, before, after),
  ];
}

function compareBounds(place: Place, before: Schema, after: Schema): LocalChange[] {
  return [...upperBounds, ...lowerBounds].flatMap((keyword) => {
    const effect = effectOnBound(keyword, before[keyword], after[keyword]);
    return effect ? [tell(place, { keyword, effect, loosened: 'widening' }, [before, after])] : [];
  });
}

function effectOnBound(keyword: string, before: unknown, after: unknown): Effect | undefined {
  if (before === after) return undefined;
  if (before === undefined) return 'narrowed';
  if (after === undefined) return 'widened';
  return Number(after) < Number(before) === upperBounds.includes(keyword) ? 'narrowed' : 'widened';
}

/** NOTE: also every keyword that is not known here: none is passed over in silence. */
function compareRestrictions(place: Place, before: Schema, after: Schema): LocalChange[] {
  const keywords = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return keywords
    .filter((keyword) => !structural.has(keyword) && !isAnnotation(keyword))
    .filter((keyword) => canonical(before[keyword]) !== canonical(after[keyword]))
    .map((keyword) => {
      const loosened = lightInResponses.has(keyword) ? 'widening' : 'break';
      return tell(place, { keyword, effect: effectOfPresence(before[keyword], after[keyword]), loosened }, [
        before,
        after,
      ]);
    });
}

function effectOfPresence(before: unknown, after: unknown): Effect {
  if (before === undefined) return 'narrowed';
  return after === undefined ? 'widened' : 'changed';
}

/** Who leaves a field out gets what its default says. */
function compareDefaults(place: Place, before: Schema, after: Schema): LocalChange[] {
  if (place.direction === 'response' || canonical(before.default) === canonical(after.default)) return [];
  const effect = before.default === undefined ? 'widened' : 'changed';
  return [tell(place, { keyword: 'default', effect, loosened: 'addition' }, [before, after])];
}

function tell(
  place: Place,
  { keyword, effect, loosened }: { keyword: string; effect: Effect; loosened: Severity },
  [before, after]: readonly [Schema, Schema],
): LocalChange {
  const [old, now] = [before[keyword], after[keyword]];
  const message = describeValueChange(keyword, old, now);
  return changeAt(place, severityOf(place.direction, effect, loosened), message);
}

/** What became of a value, in words. */
export function describeValueChange(name: string, before: unknown, after: unknown): string {
  if (before === undefined) return `has ${name} ${canonical(after)} now`;
  if (after === undefined) return `has no ${name} any more, it was ${canonical(before)}`;
  return `has ${name} ${canonical(after)} instead of ${canonical(before)}`;
}
