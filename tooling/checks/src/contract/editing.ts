import { isRecord, type OpenApiDocument } from './document.ts';

/** Steps from the top of a document to a place in it; an item of a list is a number. */
export type Steps = readonly (string | number)[];

/** Changes a copy of a document; an editor that finds nothing to change throws, lest a test prove nothing. */
export type Edit = (document: OpenApiDocument) => void;

/** A copy of a document with changes made. */
export function edited(document: OpenApiDocument, ...edits: readonly Edit[]): OpenApiDocument {
  const copy = structuredClone(document);
  for (const edit of edits) edit(copy);
  return copy;
}

/** Sets a value, be it there or not; what it stands in must be there. */
export function put(steps: Steps, value: unknown): Edit {
  return (document) => {
    Reflect.set(holderOf(document, steps), keyOf(steps), structuredClone(value));
  };
}

/** Takes away what is there. */
export function drop(steps: Steps): Edit {
  return (document) => {
    valueAt(document, steps);
    const holder = holderOf(document, steps);
    if (Array.isArray(holder)) holder.splice(Number(keyOf(steps)), 1);
    else Reflect.deleteProperty(holder, keyOf(steps));
  };
}

/** Adds an item to the end of a list, or begins one. */
export function append(steps: Steps, item: unknown): Edit {
  return (document) => {
    const list = Reflect.get(holderOf(document, steps), keyOf(steps)) ?? [];
    put(steps, [...listOf(list, steps), item])(document);
  };
}

/** Takes an item out of a list that holds it. */
export function without(steps: Steps, item: unknown): Edit {
  return (document) => {
    const list = listOf(valueAt(document, steps), steps);
    if (!list.includes(item)) throw new Error(`${steps.join(' / ')} does not hold ${String(item)}`);
    put(
      steps,
      list.filter((each) => each !== item),
    )(document);
  };
}

/** Moves a value to another place. */
export function move(from: Steps, to: Steps): Edit {
  return (document) => {
    const value = valueAt(document, from);
    drop(from)(document);
    put(to, value)(document);
  };
}

/** The same document with all keys in the opposite order. */
export function reversed(document: OpenApiDocument): OpenApiDocument {
  return JSON.parse(JSON.stringify(document, (_key, value) => (isRecord(value) ? reverseKeys(value) : value)));
}

function reverseKeys(record: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).reverse());
}

/** What stands at a place. */
export function valueAt(document: OpenApiDocument, steps: Steps): unknown {
  return steps.reduce<unknown>((at, step) => {
    const found: unknown = typeof at === 'object' && at !== null ? Reflect.get(at, step) : undefined;
    if (found === undefined) throw new Error(`the document has no ${steps.join(' / ')}`);
    return found;
  }, document);
}

function holderOf(document: OpenApiDocument, steps: Steps): object {
  const holder = valueAt(document, steps.slice(0, -1));
  if (typeof holder === 'object' && holder !== null) return holder;
  throw new Error(`${steps.slice(0, -1).join(' / ')} holds nothing`);
}

function keyOf(steps: Steps): string | number {
  return steps.at(-1) ?? '';
}

function listOf(value: unknown, steps: Steps): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new Error(`${steps.join(' / ')} is no list`);
}
