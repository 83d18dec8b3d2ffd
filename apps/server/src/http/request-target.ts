/** Which part of the server a path belongs to; also the label under which requests are counted. */
export type Area = 'trpc' | 'rest' | 'api' | 'media' | 'exports' | 'unsubscribe' | 'health' | 'metrics' | 'site';

/** Where a request goes. */
export interface RequestTarget {
  area: Area;
  /** Decoded, without the query. */
  path: string;
}

const ownPaths: Record<string, Area> = {
  '/healthz': 'health',
  '/readyz': 'health',
  '/metrics': 'metrics',
  '/unsubscribe': 'unsubscribe',
};

/** Takes a request's target apart; null when it is no path or does not decode. */
export function parseTarget(url: string | undefined): RequestTarget | null {
  if (!url?.startsWith('/')) return null;
  const end = url.search(/[?#]/);
  const path = decode(end < 0 ? url : url.slice(0, end));
  if (path === null || path.includes('\0')) return null;
  return { area: areaOf(path), path };
}

function areaOf(path: string): Area {
  if (path === '/trpc' || path.startsWith('/trpc/')) return 'trpc';
  if (path.startsWith('/api/v1/')) return 'rest';
  if (path === '/api' || path.startsWith('/api/')) return 'api';
  if (path.startsWith('/media/')) return 'media';
  if (path.startsWith('/exports/')) return 'exports';
  return ownPaths[path] ?? 'site';
}

function decode(text: string): string | null {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
