import { z } from 'zod';
import { bareSchema } from './schemas.ts';

/** Makes of the texts under one name in a path or query what a schema takes; a text that is none of these stays one, for the schema to refuse. */
export type TextReader = (texts: readonly string[]) => unknown;

/** The reader of a field. Lists come repeated, or separated by commas. */
export function textReader(schema: unknown): TextReader {
  const bare = bareSchema(schema);
  if (bare instanceof z.ZodArray) {
    const readItem = itemReader(bareSchema(bare.element));
    return (texts) => texts.flatMap((text) => (text === '' ? [] : text.split(',').map(readItem)));
  }
  const readItem = itemReader(bare);
  return (texts) => (texts.length === 1 ? readItem(texts[0] ?? '') : texts);
}

function itemReader(bare: unknown): (text: string) => unknown {
  if (bare instanceof z.ZodNumber) return (text) => (/^-?\d{1,15}(\.\d{1,15})?$/.test(text) ? Number(text) : text);
  if (bare instanceof z.ZodBoolean) return (text) => (text === 'true' || text === 'false' ? text === 'true' : text);
  if (bare instanceof z.ZodDate) return dateOf;
  if (bare instanceof z.ZodLiteral) return (text) => [...bare.values].find((value) => String(value) === text) ?? text;
  if (bare instanceof z.ZodUnion) return firstOf(bare.options.map((option) => itemReader(bareSchema(option))));
  return (text) => text;
}

/** What the first makes of a text that makes something of it. */
function firstOf(readers: readonly ((text: string) => unknown)[]): (text: string) => unknown {
  return (text) => readers.map((read) => read(text)).find((value) => value !== text) ?? text;
}

const dateForm = /^\d{4}-\d{2}-\d{2}(T([01]\d|2[0-3]):\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2}))?$/i;

/** The moment that an ISO 8601 text with a zone names, or the beginning of a day in UTC; anything else as it is. */
export function dateOf(value: unknown): unknown {
  if (typeof value !== 'string' || !dateForm.test(value)) return value;
  const date = new Date(value);
  // NOTE: of a day that its month does not have, like 30 February, JavaScript makes one of the next month.
  const isThere = new Date(value.slice(0, 10)).getUTCDate() === Number(value.slice(8, 10));
  return isThere && !Number.isNaN(date.getTime()) ? date : value;
}
