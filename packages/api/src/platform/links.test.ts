import { expect, test } from 'vitest';
import { createLinks } from './links.ts';

let now = Date.UTC(2026, 10, 21, 12);
const options = { publicUrl: 'https://rookery.test', clock: { now: () => new Date(now) } };
const links = createLinks({ ...options, secret: Buffer.from('a secret') });

function signed(name: string): [name: string, expires: string, signature: string] {
  const { searchParams } = new URL(links.file(name, false));
  return [name, searchParams.get('expires') ?? '', searchParams.get('signature') ?? ''];
}

test('what everybody may read has a plain address, the same for ever', () => {
  expect(links.file('a/large.webp', true)).toBe('https://rookery.test/media/a/large.webp');
});

test('a signed address is good for half an hour to an hour, and the same meanwhile, so that browsers may keep it', () => {
  const [name, expires, signature] = signed('a/large.webp');
  const left = links.verify(name, expires, signature) ?? 0;
  expect(left).toBeGreaterThan(1800 - 1);
  expect(left).toBeLessThanOrEqual(3600);
  now += 60_000;
  expect(signed('a/large.webp')).toEqual([name, expires, signature]);
  now += 3_600_000;
  expect(links.verify(name, expires, signature)).toBeNull();
});

test('no other name, time or secret has the same signature', () => {
  const [name, expires, signature] = signed('a/large.webp');
  expect(links.verify(name, expires, signature)).not.toBeNull();
  expect(links.verify('b/large.webp', expires, signature)).toBeNull();
  expect(links.verify(name, String(Number(expires) + 1), signature)).toBeNull();
  for (const forged of ['', 'x', `${signature}AA`, signature.slice(1)]) {
    expect(links.verify(name, expires, forged)).toBeNull();
  }
  for (const odd of ['', 'Infinity', 'NaN', '1e99']) expect(links.verify(name, odd, signature)).toBeNull();
  const others = createLinks({ ...options, secret: Buffer.from('another') });
  expect(others.verify(name, expires, signature)).toBeNull();
});
