import { quoteLexeme, toPhrase } from '../../kernel/words/vector.ts';
import type { PostQuery, Term } from './post-query.ts';

/** Lexemes of what is no word. NOTE: the signs #, @ and : stand in no word, so that no word of a text is taken for one of these. */
export const lexemeOf = {
  hashtag: (tag: string): string => `#${tag}`,
  mention: (username: string): string => `@${username}`,
  author: (id: string): string => `by:${id}`,
  media: 'has:media',
};

/** The text of a tsquery; empty for a query that names nothing which a post contains. */
export function toTsQuery({ all, none, hasMedia }: Pick<PostQuery, 'all' | 'none' | 'hasMedia'>): string {
  const wanted = all.map(conditionOf);
  const unwanted = none.map((term) => `!(${conditionOf(term)})`);
  const media = hasMedia === null ? [] : [`${hasMedia ? '' : '!'}${quoteLexeme(lexemeOf.media)}`];
  return [...wanted, ...media, ...unwanted].join(' & ');
}

function conditionOf(term: Term): string {
  if (term.kind === 'hashtag') return quoteLexeme(lexemeOf.hashtag(term.tag));
  if (term.kind === 'mention') return quoteLexeme(lexemeOf.mention(term.username));
  return toPhrase(term.sequence, term.prefix);
}
