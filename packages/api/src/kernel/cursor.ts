import type { Page } from '@rookery/contract';
import { z } from 'zod';
import { DomainError } from './errors.ts';

/** An opaque cursor over a keyset: which list it belongs to, and the key of the last row that was shown. */
export interface CursorCodec<Key> {
  encode(key: Key): string;
  /** Null for an absent cursor; refuses a foreign or broken one with `bad_cursor`. */
  decode(cursor: string | undefined): Key | null;
}

/** Defines the cursor of a list. `name` keeps the cursors of lists apart. */
export function defineCursor<Schema extends z.ZodType>(name: string, schema: Schema): CursorCodec<z.output<Schema>> {
  return {
    encode: (key) => Buffer.from(JSON.stringify([name, key])).toString('base64url'),
    decode: (cursor) => (cursor === undefined ? null : parse(name, schema, cursor)),
  };
}

const longest = 512;

function parse<Schema extends z.ZodType>(name: string, schema: Schema, cursor: string): z.output<Schema> {
  try {
    if (cursor.length > longest) throw new Error('longer than any that is made here');
    const [list, key] = z
      .tuple([z.string(), z.unknown()])
      .parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
    if (list !== name) throw new Error('cursor of another list');
    return schema.parse(key);
  } catch (cause) {
    throw new DomainError('bad_cursor', { cause });
  }
}

/** Splits `limit + 1` rows into the rows of the page and the cursor of the next, which is that of the last row shown. */
export function cutPage<Row>(
  rows: Row[],
  limit: number,
  cursorOf: (row: Row) => string,
): { rows: Row[]; nextCursor: string | null } {
  const kept = rows.slice(0, limit);
  const last = kept.at(-1);
  return { rows: kept, nextCursor: rows.length > limit && last !== undefined ? cursorOf(last) : null };
}

/** A page of items with the cursor of the rows that they stand for. */
export function pageWith<T>(items: T[], nextCursor: string | null): Page<T> {
  return { items, nextCursor };
}
