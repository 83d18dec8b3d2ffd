import { changeAt, type LocalChange, type Place, severityOf, within } from './change.ts';
import type { CompareSchemas, ObjectPair } from './walk.ts';

/** What became of the fields of an object, and of those that it does not name. */
export function compareFields(compare: CompareSchemas, place: Place, { before, after }: ObjectPair): LocalChange[] {
  const names = [...new Set([...Object.keys(before.properties ?? {}), ...Object.keys(after.properties ?? {})])];
  return [
    ...names.flatMap((name) => compareField(compare, place, { name, before, after })),
    ...compareUnnamed(compare, place, { before, after }),
  ];
}

function compareField(
  compare: CompareSchemas,
  place: Place,
  { name, before, after }: ObjectPair & { readonly name: string },
): LocalChange[] {
  const field = within(place, name);
  const [old, now] = [before.properties?.[name], after.properties?.[name]];
  const needed = after.required?.includes(name) ?? false;
  if (old === undefined) return [tellOfNewField(field, needed)];
  if (now === undefined)
    return [changeAt(field, 'break', place.direction === 'request' ? 'is no longer accepted' : 'is gone')];
  return [
    ...compareNeed(field, before.required?.includes(name) ?? false, needed),
    ...compare(field, { before: old, after: now }),
  ];
}

function tellOfNewField(field: Place, needed: boolean): LocalChange {
  const demanded = field.direction === 'request' && needed;
  return changeAt(field, demanded ? 'break' : 'addition', demanded ? 'is new and required' : 'is new');
}

function compareNeed(field: Place, before: boolean, after: boolean): LocalChange[] {
  if (before === after) return [];
  const severity = severityOf(field.direction, after ? 'narrowed' : 'widened');
  const words =
    field.direction === 'request'
      ? ['is now required', 'may be left out now']
      : ['is always there now', 'is no longer always there'];
  return [changeAt(field, severity, words[after ? 0 : 1] ?? '')];
}

/** NOTE: an answer may get new fields at any time, so only who writes cares whether an object is open or closed. */
function compareUnnamed(compare: CompareSchemas, place: Place, { before, after }: ObjectPair): LocalChange[] {
  const [old, now] = [before.additionalProperties ?? true, after.additionalProperties ?? true];
  if (typeof old === 'object' && typeof now === 'object') {
    return compare(within(place, '[key]'), { before: old, after: now });
  }
  if (old === now) return [];
  const verb = place.direction === 'request' ? 'accepts' : 'has';
  if (place.direction === 'response' && typeof old === 'boolean') return [];
  if (now === false) return [changeAt(place, 'break', `${verb} no further fields any more`)];
  if (old === false) return [changeAt(place, 'addition', `${verb} further fields now`)];
  return compare(within(place, '[key]'), { before: old, after: now });
}
