import { compareSync } from 'bcryptjs';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPasswordHasher, type OpenPasswordHasher } from './passwords.ts';

const secret = Buffer.from('a secret of the instance');
let passwords: OpenPasswordHasher;
beforeAll(async () => {
  passwords = await createPasswordHasher({ secret, cost: 4 });
});
afterAll(() => passwords[Symbol.asyncDispose]());

test('takes the right password and no other', async () => {
  const hash = await passwords.hash('correct horse battery');
  expect(await passwords.verify('correct horse battery', hash)).toBe(true);
  expect(await passwords.verify('Correct horse battery', hash)).toBe(false);
  expect(await passwords.verify('', hash)).toBe(false);
});

test('bcrypt reads 72 bytes, yet each of 256 characters counts', async () => {
  const password = Array.from({ length: 256 }, (_, at) => String.fromCodePoint(0x61 + (at % 26))).join('');
  const hash = await passwords.hash(password);
  expect(await passwords.verify(password, hash)).toBe(true);
  const changed = Array.from(
    { length: 256 - 72 },
    (_, at) => `${password.slice(0, 72 + at)}!${password.slice(73 + at)}`,
  );
  for (const one of changed) expect(await passwords.verify(one, hash)).toBe(false);
  expect(await passwords.verify(password.slice(0, 255), hash)).toBe(false);
  expect(await passwords.verify(`${password}a`, hash)).toBe(false);
});

test('two passwords that differ do not share a hash, whatever they are made of', async () => {
  const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 256 });
  const pairs = fc.tuple(text, text).filter(([one, other]) => one.normalize('NFC') !== other.normalize('NFC'));
  await fc.assert(
    fc.asyncProperty(pairs, async ([one, other]) => {
      const hash = await passwords.hash(one);
      expect([await passwords.verify(one, hash), await passwords.verify(other, hash)]).toEqual([true, false]);
    }),
    { numRuns: 50 },
  );
});

test('a password typed on another keyboard is the same password', async () => {
  const hash = await passwords.hash('Zürich é Ångström'.normalize('NFC'));
  expect(await passwords.verify('Zürich é Ångström'.normalize('NFD'), hash)).toBe(true);
});

test('nothing verifies where there is no hash', async () => {
  expect(await passwords.verify('nobody has this password', null)).toBe(false);
  expect(await passwords.verify('', null)).toBe(false);
});

test('the same password has another hash each time, and none without the secret', async () => {
  const [one, other] = await Promise.all([
    passwords.hash('correct horse battery'),
    passwords.hash('correct horse battery'),
  ]);
  expect(one).not.toBe(other);
  expect(compareSync('correct horse battery', one ?? '')).toBe(false);
  await using elsewhere = await createPasswordHasher({ secret: Buffer.from('another'), cost: 4 });
  expect(await elsewhere.verify('correct horse battery', one ?? '')).toBe(false);
});

test('an absent hash is as dear to compare as one that was made', async () => {
  await using dear = await createPasswordHasher({ secret, cost: 7 });
  expect(await dear.hash('x')).toMatch(/^\$2b\$07\$/);
  expect(dear.decoy).toMatch(/^\$2b\$07\$[./A-Za-z0-9]{53}$/);
});

test('a flood is refused in part at once, rather than answered when nobody waits any more', async () => {
  await using flooded = await createPasswordHasher({ secret, cost: 4 });
  const outcomes = await Promise.allSettled(Array.from({ length: 1000 }, () => flooded.verify('a guess', null)));
  const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
  expect(refused.length).toBeGreaterThan(400);
  expect(refused.length).toBeLessThan(1000);
  expect(new Set(refused.map((refusal) => refusal.reason))).toEqual(new Set(['unavailable']));
  expect(await flooded.verify('a guess', null)).toBe(false);
});
