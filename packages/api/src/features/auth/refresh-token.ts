import { createHash, createHmac, randomBytes } from 'node:crypto';
import type { App } from '../../kernel/app.ts';

/** A secret of 256 bits as text that fits in a URL: a refresh token, or one that goes by mail. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** What the database keeps of a token. */
export function tokenHash(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** The one token that follows another, so that asking twice gives the same one though the database has only hashes. */
export function successorOf(app: Pick<App, 'instanceSecret'>, token: string): string {
  return createHmac('sha256', app.instanceSecret).update(`refresh${token}`).digest('base64url');
}
