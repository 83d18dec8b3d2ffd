import type { Declaration } from '@rookery/api';

/** What an answer of a procedure that is on its way out says of that (RFC 9745, RFC 8594). */
export function agingHeaders({ deprecated }: Pick<Declaration, 'deprecated'>): Record<string, string> {
  if (!deprecated) return {};
  const { since, ends } = deprecated;
  const headers: Record<string, string> = { deprecation: `@${new Date(since).getTime() / 1000}` };
  if (ends !== undefined) headers['sunset'] = new Date(ends).toUTCString();
  return headers;
}
