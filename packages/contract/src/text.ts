import { z } from 'zod';

const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** Longest run of UTF-16 units that one grapheme is allowed on average; text beyond it is refused before it is segmented. */
const unitsPerGrapheme = 16;

/** Counts what a reader would call characters: grapheme clusters. */
export function countGraphemes(text: string): number {
  let count = 0;
  for (const _ of segmenter.segment(text)) count += 1;
  return count;
}

const forbiddenInText = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;
const forbiddenInLine = /[\u0000-\u001f\u007f\u2028\u2029]/;

/** NOTE: the first limit ends the checks: to normalise a body full of combining marks takes a time that grows by its square. */
function bounded(forbidden: RegExp, max: number): z.ZodString {
  return z
    .string()
    .max(max * unitsPerGrapheme, { abort: true })
    .trim()
    .normalize('NFC')
    .refine((value) => value.isWellFormed() && !forbidden.test(value), 'contains characters that are not allowed')
    .refine((value) => value.length <= max || countGraphemes(value) <= max, `is longer than ${max} characters`);
}

/** A schema of text in several lines: NFC-normalised, trimmed, at most `max` graphemes. */
export function multilineText(max: number): z.ZodString {
  return bounded(forbiddenInText, max);
}

/** A schema of text in one line: NFC-normalised, trimmed, at most `max` graphemes. */
export function singleLineText(max: number): z.ZodString {
  return bounded(forbiddenInLine, max);
}
