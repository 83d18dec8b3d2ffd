import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { App } from '../../kernel/app.ts';

/** How every personal access token begins, so that people and secret scanners know one when they see it. */
export const tokenPrefix = 'rk_';

const secretBytes = 32;
const sealBytes = 10;
const hintLength = 4;
const shape = /^rk_[\w-]{56}$/;

type Secrets = Pick<App, 'instanceSecret'>;

/**
 * Makes a token: 256 bits that nobody knows, and a seal by which this instance knows its own again without the database, so that
 * guesses cost it nothing.
 */
export function newPersonalToken(app: Secrets): string {
  const secret = randomBytes(secretBytes);
  return tokenPrefix + Buffer.concat([secret, sealOf(app, secret)]).toString('base64url');
}

/** Whether this instance made a token. */
export function wasMadeHere(app: Secrets, token: string): boolean {
  if (!shape.test(token)) return false;
  const bytes = Buffer.from(token.slice(tokenPrefix.length), 'base64url');
  return timingSafeEqual(bytes.subarray(secretBytes), sealOf(app, bytes.subarray(0, secretBytes)));
}

/** What the database keeps of a token: one of 256 bits needs no slow hash. */
export function personalTokenHash(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** By what people tell tokens apart. NOTE: taken from the seal, it tells nothing of the secret. */
export function hintOf(token: string): string {
  return token.slice(-hintLength);
}

function sealOf({ instanceSecret }: Secrets, secret: Buffer): Buffer {
  return createHmac('sha256', instanceSecret).update('personal token').update(secret).digest().subarray(0, sealBytes);
}
