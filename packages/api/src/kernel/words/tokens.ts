import { fold } from './fold.ts';

/** A word, and where it stands. */
export interface Token {
  word: string;
  position: number;
}

/** Scripts that are written without spaces, or, like Korean, with endings that stick to the word. */
const unspacedScripts =
  '\\p{scx=Han}\\p{scx=Hira}\\p{scx=Kana}\\p{scx=Hang}\\p{scx=Bopo}\\p{scx=Yi}\\p{sc=Thai}\\p{sc=Laoo}\\p{sc=Khmr}\\p{sc=Mymr}';
const letter = '[\\p{L}\\p{M}\\p{N}]';
const run = `[[${unspacedScripts}]&&${letter}]`;
const parts = new RegExp(
  `(?<word>${letter}+(?:[\\u00ad\\u200c\\u200d\\u2060]${letter}+)*)|\\p{RGI_Emoji}|\\p{Extended_Pictographic}`,
  'gv',
);
const startsRun = new RegExp(`^${run}`, 'v');
const wordsAndRuns = new RegExp(`${run}+|[${letter}--${run}]+`, 'gv');
/** NOTE: of endless marks a few are taken, since a word has a longest length for PostgreSQL. */
const letters = /\P{M}\p{M}{0,7}/gu;
const skinTones = /[\u{1f3fb}-\u{1f3ff}]/gu;

/** NOTE: PostgreSQL takes words of 2,046 bytes; nobody looks for one of this length. */
const maxWord = 40;
/** NOTE: the last position that PostgreSQL tells from those after it. */
const maxPosition = 16_000;

/** One word as texts and queries have it: a word, a run of letters without spaces between words, or an emoji. */
type Part = { kind: 'word'; word: string } | { kind: 'run'; letters: string[] };

function partsOf(text: string): Part[] {
  return [...text.matchAll(parts)].flatMap(({ 0: part, groups }): Part[] => {
    if (groups?.['word'] === undefined)
      return [{ kind: 'word', word: part.replace(skinTones, '').replaceAll('\ufe0f', '') }];
    return (fold(part).match(wordsAndRuns) ?? []).map(partOf);
  });
}

function partOf(word: string): Part {
  if (startsRun.test(word)) return { kind: 'run', letters: word.match(letters) ?? [] };
  return {
    kind: 'word',
    word: Array.from(word.slice(0, 2 * maxWord))
      .slice(0, maxWord)
      .join(''),
  };
}

/** The words of a text in order, from `start`. Runs without spaces give each letter and each pair of letters. */
export function tokensOf(text: string, start = 1): Token[] {
  const tokens: Token[] = [];
  let position = start;
  for (const part of partsOf(text)) {
    if (part.kind === 'word') tokens.push({ word: part.word, position: position++ });
    else
      for (const [index, letter] of part.letters.entries()) {
        const next = part.letters[index + 1];
        tokens.push({ word: letter, position });
        if (next !== undefined) tokens.push({ word: letter + next, position });
        position += 1;
      }
    if (position > maxPosition) break;
  }
  return tokens;
}

/** What must stand at following places for a text to contain another: words, of a run without spaces each pair of letters. */
export function sequenceOf(text: string): Token[] {
  const tokens: Token[] = [];
  let position = 1;
  for (const part of partsOf(text)) {
    if (part.kind === 'word') tokens.push({ word: part.word, position: position++ });
    else if (part.letters.length === 1) tokens.push({ word: part.letters.join(''), position: position++ });
    else {
      part.letters.slice(0, -1).forEach((letter, index) => {
        tokens.push({ word: letter + (part.letters[index + 1] ?? ''), position: position + index });
      });
      position += part.letters.length;
    }
  }
  return tokens;
}
