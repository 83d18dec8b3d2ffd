import { createHmac } from 'node:crypto';
import { limits } from '@rookery/contract';
import { expect, test } from 'vitest';
import type { ApiSettings } from '../../kernel/app.ts';
import { signAccessToken, verifyAccessToken } from './access-token.ts';

const now = new Date('2026-11-21T12:00:00Z');
const seconds = now.getTime() / 1000;
const accountId = '019aa000-0000-7000-8000-000000000001';
const sessionId = '019aa000-0000-7000-8000-000000000002';
const current = { kid: 'current', secret: 'the secret that signs new tokens, long enough' };
const former = { kid: 'former', secret: 'the secret that signed tokens before, long enough' };
const settings: ApiSettings = {
  version: '0',
  publicUrl: 'https://rookery.test',
  rateLimitFactor: 1,
  feeds: { pullFrom: 10_000 },
  presence: { graceMs: 5000 },
  limits,
  jwtKeys: [current, former],
};
const clock = { now: () => now };

const goodHeader = { alg: 'HS256', typ: 'JWT', kid: current.kid };
const goodClaims = {
  sub: accountId,
  sid: sessionId,
  iss: settings.publicUrl,
  aud: 'rookery',
  iat: seconds,
  exp: seconds + 900,
};

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

function forge(change: { header?: object; claims?: object; secret?: string; digest?: string }): string {
  const head = `${encode({ ...goodHeader, ...change.header })}.${encode({ ...goodClaims, ...change.claims })}`;
  return `${head}.${createHmac(change.digest ?? 'sha256', change.secret ?? current.secret)
    .update(head)
    .digest('base64url')}`;
}

const good = forge({});
const [header = '', claims = '', signature = ''] = good.split('.');

test('the token that the forgeries are made of is taken', () => {
  expect(verifyAccessToken(settings, good, now)).toEqual({
    accountId,
    sessionId,
    expiresAt: new Date(now.getTime() + 900_000),
  });
});

test('a token that we sign names its key, its maker, its audience and lives for 15 minutes', () => {
  const { token, expiresAt } = signAccessToken({ settings, clock }, { accountId, sessionId });
  const [head = '', body = ''] = token.split('.');
  expect(JSON.parse(Buffer.from(head, 'base64url').toString())).toEqual(goodHeader);
  expect(JSON.parse(Buffer.from(body, 'base64url').toString())).toEqual(goodClaims);
  expect(expiresAt).toEqual(new Date(now.getTime() + 900_000));
  expect(verifyAccessToken(settings, token, now)).toEqual({ accountId, sessionId, expiresAt });
});

const forgeries: [what: string, token: string][] = [
  ['nothing', ''],
  ['a word', 'token'],
  ['two dots', '..'],
  ['two parts', `${header}.${claims}`],
  ['four parts', `${good}.${signature}`],
  ['a personal access token', 'rk_0123456789abcdef'],
  ['a megabyte', 'a'.repeat(1_000_000)],
  ['a megabyte of claims', forge({ claims: { more: 'a'.repeat(1_000_000) } })],
  ['no signature', `${header}.${claims}.`],
  ['half a signature', `${header}.${claims}.${signature.slice(0, 20)}`],
  ['alg none without a signature', `${encode({ alg: 'none', typ: 'JWT', kid: current.kid })}.${claims}.`],
  ['alg None without a signature', `${encode({ alg: 'None', typ: 'JWT', kid: current.kid })}.${claims}.`],
  [
    'alg none with the signature of another',
    `${encode({ alg: 'none', typ: 'JWT', kid: current.kid })}.${claims}.${signature}`,
  ],
  ['HS512 with our key', forge({ header: { alg: 'HS512' }, digest: 'sha512' })],
  ['HS384 with our key', forge({ header: { alg: 'HS384' }, digest: 'sha384' })],
  ['RS256 signed with HMAC', forge({ header: { alg: 'RS256' } })],
  ['no alg', forge({ header: { alg: undefined } })],
  ['an unknown key', forge({ header: { kid: 'another' }, secret: 'another' })],
  ['no key id', forge({ header: { kid: undefined } })],
  ['a key id that is a path', forge({ header: { kid: '../../dev/null' }, secret: '' })],
  ['a key id that is a number', forge({ header: { kid: 1 } })],
  ['a key id that is an object', forge({ header: { kid: { toString: current.kid } } })],
  ['the id of one key and the secret of the other', forge({ header: { kid: former.kid } })],
  ['a key of its own in the header', forge({ header: { jwk: { kty: 'oct', k: 'AAAA' } }, secret: 'AAAA' })],
  ['another secret', forge({ secret: 'guess' })],
  ['an empty secret', forge({ secret: '' })],
  ['another issuer', forge({ claims: { iss: 'https://evil.test' } })],
  ['no issuer', forge({ claims: { iss: undefined } })],
  ['another audience', forge({ claims: { aud: 'another' } })],
  ['no audience', forge({ claims: { aud: undefined } })],
  ['no expiry', forge({ claims: { exp: undefined } })],
  ['an expiry that is text', forge({ claims: { exp: '9999999999' } })],
  ['not valid yet', forge({ claims: { nbf: seconds + 60 } })],
  ['a subject that is a number', forge({ claims: { sub: 1 } })],
  ['a subject that is a list', forge({ claims: { sub: [accountId] } })],
  ['a subject that is no id', forge({ claims: { sub: "' or 1=1" } })],
  ['no subject', forge({ claims: { sub: undefined } })],
  ['no session', forge({ claims: { sid: undefined } })],
  ['a session that is an object', forge({ claims: { sid: { id: sessionId } } })],
  ['claims of another under our signature', `${header}.${encode({ ...goodClaims, sub: sessionId })}.${signature}`],
  ['claims that are text', `${header}.${Buffer.from('"claims"').toString('base64url')}.${signature}`],
  ['claims that are no JSON', `${header}.${Buffer.from('{').toString('base64url')}.${signature}`],
  ['a header that is no JSON', `${Buffer.from('{').toString('base64url')}.${claims}.${signature}`],
  [
    'the standard alphabet of base64',
    `${header}.${claims}.${Buffer.from(signature, 'base64url')
      .toString('base64')
      .replace(/[A-Za-z]/, '+')}`,
  ],
];

test.each(forgeries)('refuses a token with %s', (_, token) => {
  expect(verifyAccessToken(settings, token, now)).toBe('token_invalid');
});

test('tells an expired token from a forged one, to the second', () => {
  expect(verifyAccessToken(settings, good, new Date(now.getTime() + 899_000))).toMatchObject({ accountId });
  expect(verifyAccessToken(settings, good, new Date(now.getTime() + 900_000))).toBe('token_expired');
  expect(verifyAccessToken(settings, forge({ claims: { exp: seconds - 1 }, secret: 'guess' }), now)).toBe(
    'token_invalid',
  );
});

test('any single character that is changed in the signature breaks it', () => {
  for (let at = 0; at < signature.length - 1; at += 1) {
    const changed = signature.slice(0, at) + (signature[at] === 'A' ? 'B' : 'A') + signature.slice(at + 1);
    expect(verifyAccessToken(settings, `${header}.${claims}.${changed}`, now)).toBe('token_invalid');
  }
});

test('keys rotate: a new one signs, the old one is good until it is taken away', () => {
  const before = { ...settings, jwtKeys: [former] };
  const { token } = signAccessToken({ settings: before, clock }, { accountId, sessionId });
  expect(verifyAccessToken(settings, token, now)).toMatchObject({ accountId });
  const { token: fresh } = signAccessToken({ settings, clock }, { accountId, sessionId });
  expect(verifyAccessToken(before, fresh, now)).toBe('token_invalid');
  expect(verifyAccessToken({ ...settings, jwtKeys: [current] }, token, now)).toBe('token_invalid');
});

test('a token is taken by servers on other ports of the machine, and by none at another address', () => {
  const { token } = signAccessToken(
    { settings: { ...settings, publicUrl: 'http://localhost:3001' }, clock },
    { accountId, sessionId },
  );
  const at = (publicUrl: string) => verifyAccessToken({ ...settings, publicUrl }, token, now);
  expect(at('http://localhost:3002')).toMatchObject({ accountId });
  expect(at('https://localhost:3001')).toBe('token_invalid');
  expect(at('http://rookery.test')).toBe('token_invalid');
});
