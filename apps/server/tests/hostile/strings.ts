import fc from 'fast-check';

const long = (length: number) => fc.constant('x'.repeat(length));

const awkward = [
  '',
  ' ',
  '\0',
  'a\0b',
  '\ud800',
  'a\udfffb',
  '\udc00\ud800',
  '\u202e\u2066txet\u2069',
  'e\u0301'.repeat(600),
  `${'\u0300'.repeat(900)}`,
  '👩‍👩‍👧‍👦'.repeat(40),
  '\ufeff',
  '\uffff\ufffe',
  '\r\n\t\u2028\u2029\u0085',
  'İıſßẞ',
  '%00',
  '%',
  '\\',
  '\\u0000',
  '_%',
  `'; drop table post; --`,
  `" or 1=1 --`,
  '$1',
  `{{7*7}}\${7*7}#{7*7}`,
  '../../../../etc/passwd',
  '<script>alert(1)</script>',
  'javascript:alert(1)',
  'http://[::1',
  '#tag @member @nobody_at_all https://x.example/?a=b&c=%zz',
  '#'.repeat(400),
  '@a'.repeat(200),
  '__proto__',
  'constructor',
  'hasOwnProperty',
  'null',
  'true',
  '-1',
  '1e309',
  '9'.repeat(400),
  '0000-00-00T00:00:00Z',
  '+275760-09-13T00:00:00.001Z',
  '00000000-0000-0000-0000-000000000000',
  'ffffffff-ffff-ffff-ffff-ffffffffffff',
  '00000000-0000-7000-8000-000000000000',
  'FFFFFFFF-FFFF-7FFF-BFFF-FFFFFFFFFFFF',
  '{00000000-0000-7000-8000-000000000000}',
  'a@b',
  `${'a'.repeat(64)}@${'b'.repeat(180)}.example`,
  '"a b"@example.org',
];

/** Texts that programs stumble over. */
export const hostileString: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...awkward) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 20 }) },
  { weight: 1, arbitrary: fc.uuid() },
  { weight: 1, arbitrary: fc.oneof(long(513), long(5_000), long(30_000)) },
  {
    weight: 1,
    arbitrary: fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 12 }).map((units) => fromUnits(units)),
  },
);

function fromUnits(units: readonly number[]): string {
  return String.fromCharCode(...units);
}
