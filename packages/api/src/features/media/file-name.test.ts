import { countGraphemes } from '@rookery/contract';
import { expect, test } from 'vitest';
import { fileNameOf } from './file-name.ts';

test.each([
  ['report.pdf', 'report.pdf'],
  ['../../etc/passwd', 'passwd'],
  ['..\\..\\boot.ini', 'boot.ini'],
  ['C:\\fakepath\\a b.txt', 'a b.txt'],
  ['/', null],
  ['..', null],
  ['a/..', null],
  ['', null],
  [' \n\t ', null],
  ['blob', null],
  ['a\r\nSet-Cookie: x=1', 'a Set-Cookie: x=1'],
  ['in\u0000voice\u0007.txt', 'invoice.txt'],
  ['photo\u202egpj.exe', 'photogpj.exe'],
  ['\u2066a\u2069\u200e\u200f\u061c\ufeffb\u00ad.txt', 'a b.txt'],
  ['line\u2028para\u2029.txt', 'line para .txt'],
  ['tag\u{e0041}\u{e007f}.txt', 'tag.txt'],
  ['lone \ud800.txt', 'lone \ufffd.txt'],
  ['u\u0308ber.txt', 'über.txt'],
  ['👨‍👩‍👧 क्‍ष.txt', '👨‍👩‍👧 क्‍ष.txt'],
])('%j is kept as %j', (sent, kept) => {
  expect(fileNameOf(sent)).toBe(kept);
});

test('what is too long is cut between graphemes, before its extension', () => {
  expect(fileNameOf(`${'x'.repeat(5000)}.pdf`)).toBe(`${'x'.repeat(196)}.pdf`);
  expect(fileNameOf(`${'x'.repeat(300)}.${'y'.repeat(30)}`)).toBe('x'.repeat(200));
  const family = fileNameOf(`${'👨‍👩‍👧'.repeat(100)}.pdf`) ?? '';
  expect(family).toMatch(/^(?:👨‍👩‍👧)+\.pdf$/u);
  expect(Buffer.byteLength(family)).toBeLessThanOrEqual(240);
  expect(fileNameOf(`a${'\u0301'.repeat(4000)}`)).toBeNull();
  expect(countGraphemes(fileNameOf('é'.repeat(500)) ?? '')).toBeLessThanOrEqual(200);
});
