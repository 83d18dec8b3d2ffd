const spelledOut: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  þ: 'th',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  ħ: 'h',
  ı: 'i',
  ς: 'σ',
  ى: 'ي',
  ة: 'ه',
};
const toSpellOut = new RegExp(`[${Object.keys(spelledOut).join('')}]`, 'gu');

/** Accents of Latin, Greek and Cyrillic, points of Hebrew, vowels and the stretching of Arabic, keycaps, invisible signs. */
const droppedRanges = [
  '\\u0300-\\u036f',
  '\\u0591-\\u05bd\\u05bf\\u05c1\\u05c2\\u05c4\\u05c5\\u05c7',
  '\\u0640\\u064b-\\u065f\\u0670',
  '\\u20e3',
  '\\u00ad\\u200b-\\u200f\\u2060\\ufe00-\\ufe0f\\ufeff',
];
const dropped = new RegExp(`[${droppedRanges.join('')}]`, 'gu');
/** NOTE: a letter of its own, which only its encoding takes for one with an accent. */
const shortI = /\u0438\u0306/gu;

/**
 * The form in which words are compared: without regard to case, accents, width and vowel points. Texts and queries go
 * through the same, so that it need be right in no language but alike in all.
 */
export function fold(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(shortI, 'й')
    .replace(dropped, '')
    .replace(toSpellOut, (letter) => spelledOut[letter] ?? letter)
    .normalize('NFC');
}
