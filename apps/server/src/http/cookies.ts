import type { IncomingMessage, ServerResponse } from 'node:http';
import type { CookieJar } from '@rookery/api';
import type { Origins } from './cors.ts';

const refreshCookie = '__Host-rookery_refresh';

/** The refresh token's cookie of one request. */
export function openCookieJar(req: IncomingMessage, res: ServerResponse, origins: Origins): CookieJar {
  return {
    refreshToken: readCookie(req, refreshCookie),
    trusted: isTrusted(req, origins),
    setRefresh: (token, expiresAt) => setCookie(res, token, expiresAt),
    clearRefresh: () => setCookie(res, '', new Date(0)),
  };
}

/** NOTE: a page of another site can send neither this header nor this content type without asking us first. */
function isTrusted(req: IncomingMessage, origins: Origins): boolean {
  const { origin } = req.headers;
  const isJson = /^application\/json(;|$)/i.test(req.headers['content-type'] ?? '');
  return isJson && req.headers['x-rookery-csrf'] !== undefined && origin !== undefined && origins.isAllowed(req);
}

function readCookie(req: IncomingMessage, name: string): string | null {
  for (const pair of req.headers.cookie?.split(';') ?? []) {
    const [key, ...value] = pair.split('=');
    if (key?.trim() === name) return value.join('=').trim() || null;
  }
  return null;
}

/** NOTE: there is one cookie only, so that setting it again takes the place of what was set before. */
function setCookie(res: ServerResponse, value: string, expiresAt: Date): void {
  const attributes = `Path=/; Expires=${expiresAt.toUTCString()}; HttpOnly; Secure; SameSite=Strict`;
  res.setHeader('set-cookie', `${refreshCookie}=${value}; ${attributes}`);
}
