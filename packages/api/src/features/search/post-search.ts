import type { SearchPostsInput } from '@rookery/contract';
import { toTsQuery } from './lexemes.ts';
import { parsePostQuery } from './post-query.ts';

/** A search as its statements take it. */
export interface PostSearch {
  viewerId: string | null;
  whose: 'ofEverybody' | 'ofAuthor';
  /** The parameters of a statement that finds posts below an id. */
  values(before: string | null, count: number): unknown[];
}

const lastMs = 2 ** 48 - 1;

/** What an input searches for, or null when it names nothing: exclusions and dates alone find no posts. */
export function readPostSearch(viewerId: string | null, input: SearchPostsInput): PostSearch | null {
  const parsed = parsePostQuery(input.query);
  const query = { ...parsed, hasMedia: input.hasMedia ?? parsed.hasMedia };
  const from = new Set([...parsed.from, ...(input.from === undefined ? [] : [input.from])]);
  const [author] = from;
  if (from.size > 1 || (author === undefined && query.all.length === 0 && query.hasMedia !== true)) return null;
  const low = firstIdAt(Math.max(0, ...dates(input.since ?? null, parsed.since)));
  const high = firstIdAt(Math.min(lastMs, ...dates(input.until ?? null, parsed.until)));
  const text = toTsQuery(query);
  return {
    viewerId,
    whose: author === undefined ? 'ofEverybody' : 'ofAuthor',
    values: (before, count) => [
      viewerId,
      text,
      before !== null && before < high ? before : high,
      low,
      count,
      parsed.notFrom,
      ...(author === undefined ? [] : [author]),
    ],
  };
}

function dates(...given: (Date | null)[]): number[] {
  return given.flatMap((date) => date?.getTime() ?? []);
}

/** NOTE: ids of posts begin with the time of publication. */
function firstIdAt(ms: number): string {
  const hex = Math.min(Math.max(ms, 0), lastMs).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
}
