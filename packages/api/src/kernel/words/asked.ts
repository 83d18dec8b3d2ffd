import { sequenceOf, type Token } from './tokens.ts';

/** Words that a text has to contain at following places. */
export interface Words {
  kind: 'words';
  sequence: Token[];
  /** Only the start of the last one is given. */
  prefix: boolean;
}

/** A part of a query as it was typed: a phrase in quotation marks, or what stands between spaces. */
export interface AskedPart {
  negated: boolean;
  kind: 'phrase' | 'word';
  text: string;
}

const maxTerms = 32;
/** Words of a query beyond which nothing more is asked for. */
const maxWords = 128;
/** Letters before the asterisk of a word of which only the start is given; fewer would match too much. */
const minPrefix = 3;

const quotes = '"“”„«»';
const part = new RegExp(
  `(?<minus>-?)(?:[${quotes}](?<phrase>[^${quotes}]*)(?:[${quotes}]|$)|(?<word>[^\\s${quotes}]+))`,
  'gu',
);

/** The parts of a query. Any text is one; what is too much is left out. */
export function partsOfQuery(text: string): AskedPart[] {
  return [...text.matchAll(part)].slice(0, maxTerms).map(({ groups }): AskedPart => {
    const { minus = '', phrase, word = '' } = groups ?? {};
    const negated = minus !== '';
    return phrase === undefined ? { negated, kind: 'word', text: word } : { negated, kind: 'phrase', text: phrase };
  });
}

/** The words of a part, or null when it has none. */
export function wordsOf({ kind, text }: Pick<AskedPart, 'kind' | 'text'>): Words | null {
  const sequence = sequenceOf(text);
  const prefix = kind === 'word' && text.endsWith('*') && text.length > minPrefix;
  return sequence.length === 0 ? null : { kind: 'words', sequence, prefix };
}

/** Cuts terms down to as many words as are asked for at most, of all the lists given one after another. */
export function boundTerms<Term extends { kind: string }>(
  ...lists: readonly (readonly (Term | Words)[])[]
): (Term | Words)[][] {
  let left = maxWords;
  const fit = (term: Term | Words): (Term | Words)[] => {
    const kept = isWords(term) ? { ...term, sequence: term.sequence.slice(0, left) } : term;
    if (left === 0) return [];
    left -= isWords(kept) ? kept.sequence.length : 1;
    return [kept];
  };
  return lists.map((list) => list.flatMap(fit));
}

function isWords(term: { kind: string }): term is Words {
  return term.kind === 'words';
}
