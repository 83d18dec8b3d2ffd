/** What a URL asks for, if it does so in the plain way. */
export interface RpcTarget {
  paths: readonly string[];
  isBatch: boolean;
  /** The `input` parameter, decoded. */
  input: string | undefined;
}

const plainPath = /^[\w.,-]+$/;
const plainQuery = /^[!"$-~]*$/;
const maxPaths = 1000;

/**
 * Reads the URL of a call. Null for one that takes a full URL parser to understand; `prefix` ends with a slash.
 */
export function readTarget(url: string, prefix: string): RpcTarget | null {
  if (!url.startsWith(prefix)) return null;
  const mark = url.indexOf('?');
  const path = mark < 0 ? url.slice(prefix.length) : url.slice(prefix.length, mark);
  if (!plainPath.test(path)) return null;
  const query = mark < 0 ? { batch: undefined, input: undefined } : readQuery(url.slice(mark + 1));
  if (!query) return null;
  const isBatch = query.batch === '1';
  return { paths: isBatch ? path.split(',', maxPaths) : [path], isBatch, input: query.input };
}

interface Query {
  batch: string | undefined;
  input: string | undefined;
}

function readQuery(text: string): Query | null {
  if (!plainQuery.test(text)) return null;
  const query: Query = { batch: undefined, input: undefined };
  for (const pair of text.split('&')) {
    const equals = pair.indexOf('=');
    const name = equals < 0 ? pair : pair.slice(0, equals);
    if (name === 'connectionParams' || name.includes('%') || name.includes('+')) return null;
    if ((name !== 'batch' && name !== 'input') || query[name] !== undefined) continue;
    const value = decode(equals < 0 ? '' : pair.slice(equals + 1));
    if (value === null) return null;
    query[name] = value;
  }
  return query;
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return null;
  }
}
