import type { Token } from './tokens.ts';

/** How many places of one word PostgreSQL keeps. */
const maxPlaces = 256;

/** The text of a tsvector of words at their places, and of marks without one. */
export function toVector(tokens: readonly Token[], marks: readonly string[]): string {
  const places = Map.groupBy(tokens, (token) => token.word);
  const words = [...places].map(
    ([word, at]) =>
      `${quoteLexeme(word)}:${at
        .slice(0, maxPlaces)
        .map(({ position }) => position)
        .join(',')}`,
  );
  return [...words, ...new Set(marks.map(quoteLexeme))].join(' ');
}

/** The text of a tsquery for words at following places; `prefix` when only the start of the last one is given. */
export function toPhrase(sequence: readonly Token[], prefix: boolean): string {
  return sequence
    .map((token, index) => stepTo(token, sequence[index - 1]) + (prefix && index === sequence.length - 1 ? ':*' : ''))
    .join('');
}

function stepTo({ word, position }: Token, before: Token | undefined): string {
  return before === undefined ? quoteLexeme(word) : ` <${position - before.position}> ${quoteLexeme(word)}`;
}

/** A lexeme as texts of vectors and queries have it. */
export function quoteLexeme(lexeme: string): string {
  return `'${lexeme.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}
