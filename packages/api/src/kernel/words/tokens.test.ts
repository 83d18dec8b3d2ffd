import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fold } from './fold.ts';
import { sequenceOf, tokensOf } from './tokens.ts';
import { toPhrase, toVector } from './vector.ts';

const words = (text: string) => tokensOf(text).map(({ word }) => word);

test.each([
  ['Latin', 'Naïve CAFÉ, Łódź', ['naive', 'cafe', 'lodz']],
  ['German', 'Straße STRASSE', ['strasse', 'strasse']],
  ['Turkish', 'İstanbul ISTANBUL ıstanbul', ['istanbul', 'istanbul', 'istanbul']],
  ['Greek', 'ὈΔΥΣΣΕΎΣ Οδυσσεύς', ['οδυσσευσ', 'οδυσσευσ']],
  ['Cyrillic', 'Ёлка йод', ['елка', 'йод']],
  ['Arabic', 'مُحَمَّد مـحـمد', ['محمد', 'محمد']],
  ['Hebrew', 'שָׁלוֹם', ['שלום']],
  ['Devanagari', 'हिन्दी भाषा', ['हिन्दी', 'भाषा']],
  ['Chinese', '北京', ['北', '北京', '京']],
  ['Japanese', 'ネコが', ['ネ', 'ネコ', 'コ', 'コが', 'が']],
  ['Korean', '고양이', ['고', '고양', '양', '양이', '이']],
  ['Thai', 'แมว', ['แ', 'แม', 'ม', 'มว', 'ว']],
  ['full-width and half-width', 'ＦＵＬＬ ｶﾀ', ['full', 'カ', 'カタ', 'タ']],
  ['emoji', '🎉👍🏽 ❤️', ['🎉', '👍', '❤']],
  ['mixed', 'iPhone15を買う', ['iphone15', 'を', 'を買', '買', '買う', 'う']],
  ['punctuation', "don't node.js foo_bar", ['don', 't', 'node', 'js', 'foo', 'bar']],
  ['nothing', " \u0301 ?! '\\", []],
])('%s', (_, text, expected) => expect(words(text)).toEqual(expected));

test('a decomposed letter is the same as a composed one', () => {
  expect(words('e\u0301te\u0301 が')).toEqual(words('été か\u3099'));
});

const anyText = fc.string({ unit: 'binary', maxLength: 300 });

describe('of any text', () => {
  test('folding twice is folding once', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(fold(fold(text))).toBe(fold(text));
      }),
    );
  });

  test('its sequence is among its tokens, at the same distances', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const there = new Set(tokensOf(text).map(({ word, position }) => `${position} ${word}`));
        for (const { word, position } of sequenceOf(text)) expect(there).toContain(`${position} ${word}`);
      }),
    );
  });

  test('places only grow, and no word is empty or has a sign of operators', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        let last = 0;
        for (const { word, position } of tokensOf(text)) {
          expect(position).toBeGreaterThanOrEqual(last);
          expect(word).toMatch(/^[^\s#@:&|!<>()'"\\]+$/u);
          last = position;
        }
      }),
    );
  });
});

test('a part of a text without spaces is found in it', () => {
  const pairsOf = (text: string) => sequenceOf(text).map(({ word }) => word);
  expect(words('今日は猫が好きです')).toEqual(expect.arrayContaining(pairsOf('猫が好き')));
});

test('what PostgreSQL takes for signs is quoted', () => {
  const places = [1, 4].map((position) => ({ word: 'a', position }));
  expect(toVector(places, ["#o'b\\"])).toBe(`'a':1,4 '#o''b\\\\'`);
  expect(toPhrase(sequenceOf('one two'), true)).toBe(`'one' <1> 'two':*`);
});

test('a letter under thousands of marks makes no word that is too long for PostgreSQL', () => {
  for (const { word } of tokensOf(`ก${'่'.repeat(3000)}ก${'่'.repeat(3000)}`))
    expect(Buffer.byteLength(word)).toBeLessThan(2046);
});
