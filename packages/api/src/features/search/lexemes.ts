import type { PostQuery, Term } from './post-query.ts';
import type { Token } from './tokens.ts';

/** Lexemes of what is no word. NOTE: the signs #, @ and : stand in no word, so that no word of a text is taken for one of these. */
export const lexemeOf = {
  hashtag: (tag: string): string => `#${tag}`,
  mention: (username: string): string => `@${username}`,
  author: (id: string): string => `by:${id}`,
  media: 'has:media',
};

/** How many places of one word PostgreSQL keeps. */
const maxPlaces = 256;

/** The text of a tsvector. */
export function toVector(tokens: readonly Token[], marks: readonly string[]): string {
  const places = Map.groupBy(tokens, (token) => token.word);
  const words = [...places].map(
    ([word, at]) =>
      `${quote(word)}:${at
        .slice(0, maxPlaces)
        .map(({ position }) => position)
        .join(',')}`,
  );
  return [...words, ...new Set(marks.map(quote))].join(' ');
}

/** The text of a tsquery; empty for a query that names nothing which a post contains. */
export function toTsQuery({ all, none, hasMedia }: Pick<PostQuery, 'all' | 'none' | 'hasMedia'>): string {
  const wanted = all.map(conditionOf);
  const unwanted = none.map((term) => `!(${conditionOf(term)})`);
  const media = hasMedia === null ? [] : [`${hasMedia ? '' : '!'}${quote(lexemeOf.media)}`];
  return [...wanted, ...media, ...unwanted].join(' & ');
}

function conditionOf(term: Term): string {
  if (term.kind === 'hashtag') return quote(lexemeOf.hashtag(term.tag));
  if (term.kind === 'mention') return quote(lexemeOf.mention(term.username));
  const { sequence, prefix } = term;
  return sequence
    .map((token, index) => stepTo(token, sequence[index - 1]) + (prefix && index === sequence.length - 1 ? ':*' : ''))
    .join('');
}

function stepTo({ word, position }: Token, before: Token | undefined): string {
  return before === undefined ? quote(word) : ` <${position - before.position}> ${quote(word)}`;
}

function quote(lexeme: string): string {
  return `'${lexeme.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}
