import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hintOf, newPersonalToken, personalTokenHash, wasMadeHere } from './personal-token.ts';

const here = { instanceSecret: randomBytes(32) };
const elsewhere = { instanceSecret: randomBytes(32) };

test('a token is known by those who made it, and by nobody else', () => {
  const token = newPersonalToken(here);
  expect(token).toMatch(/^rk_[\w-]{56}$/);
  expect(wasMadeHere(here, token)).toBe(true);
  expect(wasMadeHere(elsewhere, token)).toBe(false);
});

test('no two tokens are alike, nor are their hashes', () => {
  const tokens = Array.from({ length: 1000 }, () => newPersonalToken(here));
  expect(new Set(tokens).size).toBe(1000);
  expect(new Set(tokens.map((token) => personalTokenHash(token).toString('hex'))).size).toBe(1000);
});

test('the hint is the end of a token, which no secret depends on', () => {
  const token = newPersonalToken(here);
  expect(token.endsWith(hintOf(token))).toBe(true);
  expect(hintOf(token)).toHaveLength(4);
});

test('a token with a character changed, or with anything more or less, was not made here', () => {
  const token = newPersonalToken(here);
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  fc.assert(
    fc.property(fc.integer({ min: 3, max: token.length - 1 }), fc.nat(letters.length - 1), (at, n) => {
      const changed = token.slice(0, at) + letters[n] + token.slice(at + 1);
      expect(wasMadeHere(here, changed)).toBe(changed === token);
    }),
    { numRuns: 2000 },
  );
  for (const wrong of [
    `${token}A`,
    `${token}=`,
    `${token}\n`,
    token.slice(0, -1),
    ` ${token}`,
    token.toUpperCase(),
    'rk_',
    '',
  ])
    expect(wasMadeHere(here, wrong)).toBe(false);
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => !wasMadeHere(here, `rk_${text}`)));
});
