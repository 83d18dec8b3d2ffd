import type { IncomingMessage, ServerResponse } from 'node:http';

/** Which pages may call us. */
export interface Origins {
  /** Whether it is a page of ours or of the allow-list; a request without the header comes from no page. */
  isAllowed(req: IncomingMessage): boolean;
}

/** Our own pages are those of the public address and of the very host that the request was sent to. */
export function createOrigins(publicUrl: string, allowed: readonly string[]): Origins {
  const known = new Set([publicUrl, ...allowed]);
  return {
    isAllowed: ({ headers }) => {
      const { origin, host } = headers;
      if (origin === undefined) return true;
      return known.has(origin) || (host !== undefined && (origin === `http://${host}` || origin === `https://${host}`));
    },
  };
}

const exposed =
  'Deprecation, ETag, Idempotency-Replayed, Link, Location, RateLimit, RateLimit-Policy, Retry-After, Sunset, X-Request-Id';

const preflight = {
  'access-control-allow-methods': 'GET, HEAD, POST, PUT, PATCH, DELETE',
  'access-control-allow-headers':
    'Authorization, Content-Type, Idempotency-Key, If-None-Match, Last-Event-ID, X-Request-Id, X-Rookery-CSRF, trpc-accept',
  'access-control-max-age': '7200',
};

/** Lets pages of allowed origins read our answers; true when it has answered a preflight. */
export function shareWithOrigins(origins: Origins, req: IncomingMessage, res: ServerResponse): boolean {
  res.setHeader('vary', 'Origin');
  const { origin } = req.headers;
  const isPreflight = req.method === 'OPTIONS' && req.headers['access-control-request-method'] !== undefined;
  if (origin !== undefined && origins.isAllowed(req)) {
    res.setHeader('access-control-allow-origin', origin);
    res.setHeader('access-control-allow-credentials', 'true');
    res.setHeader('access-control-expose-headers', exposed);
    if (isPreflight) for (const [name, value] of Object.entries(preflight)) res.setHeader(name, value);
  }
  if (isPreflight) res.writeHead(204).end();
  return isPreflight;
}
