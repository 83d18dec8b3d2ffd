import { expect, test } from 'vitest';
import { foldHashtag, Hashtag } from './hashtags.ts';

test.each([
  ['#Rust', 'rust'],
  ['＃Ｒｕｓｔ', 'rust'],
  [' Україна ', 'україна'],
  ['#日本語', '日本語'],
  ['#ｶﾀｶﾅ', 'カタカナ'],
  ['#مرحبا', 'مرحبا'],
  ['STRASSE', 'strasse'],
  ['Straße', 'straße'],
  ['İstanbul', 'i\u0307stanbul'],
  ['❤️', '❤'],
  ['👍🏽', '👍🏽'],
  ['🇺🇦', '🇺🇦'],
  ['2026_goals', '2026_goals'],
  ['cafe\u0301', 'café'],
])('%s is the hashtag %s', (given, tag) => {
  expect(Hashtag.parse(given)).toBe(tag);
});

test.each([
  '',
  '#',
  '##a',
  'two words',
  '2026',
  '_',
  'a-b',
  '\u0301',
  '\ufe0f\u20e3',
  'a\0',
  'x'.repeat(101),
  'ﷺ'.repeat(9),
])('%j is none', (given) => {
  expect(Hashtag.safeParse(given).success).toBe(false);
});

test('what a tag was folded to is folded to itself and taken as an input, whatever it was made of', () => {
  for (let code = 0; code < 0x20000; code += 1) {
    const plain = /[\p{Unified_Ideograph}\p{Cs}\p{Co}\p{Cn}]|[가-힣]/u.test(String.fromCodePoint(code));
    if (plain) continue;
    for (const word of [String.fromCodePoint(code), `a${String.fromCodePoint(code)}\u0301`]) {
      const tag = foldHashtag(word);
      if (tag === null || tag === word) continue;
      if (foldHashtag(tag) !== tag || Hashtag.parse(tag) !== tag) expect.fail(`U+${code.toString(16)}`);
    }
  }
});
