import type { IncomingMessage, ServerResponse } from 'node:http';
import { type App, type Authenticator, domainErrorOf, type RequestContext } from '@rookery/api';
import type { AddressReader } from './client-address.ts';
import { openCookieJar } from './cookies.ts';
import type { Origins } from './cors.ts';

/** What contexts are made from. */
export interface ContextParts {
  app: App;
  authenticator: Authenticator;
  addressOf: AddressReader;
  origins: Origins;
}

/** A request, and its answer to come. */
interface Exchange {
  req: IncomingMessage;
  res: ServerResponse;
  setHeader(name: string, value: string): void;
}

/** The context of the calls of one HTTP request. */
export async function httpContext(parts: ContextParts, { req, res, setHeader }: Exchange): Promise<RequestContext> {
  const key = req.headers['idempotency-key'];
  return {
    app: parts.app,
    requestId: String(res.getHeader('x-request-id')),
    ip: parts.addressOf(req),
    userAgent: userAgentOf(req),
    identity: await parts.authenticator.authenticate(bearerOf(req)).catch((error: unknown) => {
      const retryAfter = domainErrorOf(error)?.retryAfter ?? null;
      if (retryAfter !== null) setHeader('retry-after', String(retryAfter));
      throw error;
    }),
    idempotencyKey: typeof key === 'string' ? key : null,
    cookies: openCookieJar(req, res, parts.origins),
    setHeader,
  };
}

/** The token of the Authorization header; one of another scheme is a token that is wrong. */
export function bearerOf(req: IncomingMessage): string | null {
  const { authorization } = req.headers;
  if (authorization === undefined) return null;
  return /^Bearer +(\S+) *$/i.exec(authorization)?.[1] ?? '';
}

const longestUserAgent = 300;

/** What the client calls itself, as far as it is worth keeping. */
export function userAgentOf(req: IncomingMessage): string | null {
  return req.headers['user-agent']?.slice(0, longestUserAgent) ?? null;
}
