import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { countGraphemes, multilineText, singleLineText } from './text.ts';

const family = '👩‍👩‍👧‍👦';

test('length is what a reader counts', () => {
  expect(countGraphemes(`e\u0301${family}🇩🇪`)).toBe(3);
  expect(multilineText(3).safeParse(family.repeat(3)).success).toBe(true);
  expect(multilineText(3).safeParse(family.repeat(4)).success).toBe(false);
});

test('a pile of combining marks does not pass as one character', () => {
  expect(multilineText(10).safeParse(`a${'\u0301'.repeat(1000)}`).success).toBe(false);
});

test('a body full of combining marks is refused before it is normalised, which would take seconds', () => {
  const normalize = vi.spyOn(String.prototype, 'normalize');
  const marks = `a${'\u0301\u0327'.repeat(60_000)}`;
  expect(multilineText(500).safeParse(marks).success).toBe(false);
  expect(singleLineText(254).safeParse(marks).success).toBe(false);
  expect(normalize).not.toHaveBeenCalled();
  normalize.mockRestore();
});

test('text is normalised and trimmed before it is measured', () => {
  expect(singleLineText(1).parse('  e\u0301 ')).toBe('é');
});

test.each(['\u0000', '\u0008', '\u001b', '\u007f', '\ud800', '\udc00x'])('%j is in no text', (bad) => {
  expect(multilineText(10).safeParse(`a${bad}b`).success).toBe(false);
  expect(singleLineText(10).safeParse(`a${bad}b`).success).toBe(false);
});

test('lines break in text of several lines alone', () => {
  for (const end of ['\n', '\r\n', '\t']) expect(multilineText(10).safeParse(`a${end}b`).success).toBe(true);
  for (const end of ['\n', '\r', '\u2028', '\t']) expect(singleLineText(10).safeParse(`a${end}b`).success).toBe(false);
});

test('whatever is taken stays as it is when it is taken again', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
      const once = multilineText(50).safeParse(text);
      if (!once.success) return;
      expect(multilineText(50).parse(once.data)).toBe(once.data);
    }),
  );
});
