import { createHmac } from 'node:crypto';
import type { Member } from './seed.ts';

/** The key and the address that the server under load is started with. */
export const identity = {
  keyId: 'bench',
  secret: 'k7Q2vX9mB4tZ1nR8wL5cH3jD6gS0pF_aYeUiOqTzWxE',
  issuer: 'http://127.0.0.1',
};

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** An access token of a seeded member. */
export function accessToken({ id, sessionId }: Member): string {
  const iat = Math.floor(Date.now() / 1000);
  const claims = { sub: id, sid: sessionId, iss: identity.issuer, aud: 'rookery', iat, exp: iat + 900 };
  const signed = `${encode({ alg: 'HS256', typ: 'JWT', kid: identity.keyId })}.${encode(claims)}`;
  return `${signed}.${createHmac('sha256', identity.secret).update(signed).digest('base64url')}`;
}
