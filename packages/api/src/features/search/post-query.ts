import { boundTerms, partsOfQuery, type Words, wordsOf } from '../../kernel/words/asked.ts';

/** What a post has to contain: words at following places, a hashtag, or a mention. */
export type Term = Words | { kind: 'hashtag'; tag: string } | { kind: 'mention'; username: string };

/** A query as its words say it. */
export interface PostQuery {
  all: Term[];
  none: Term[];
  /** Whose posts alone. */
  from: string[];
  notFrom: string[];
  since: Date | null;
  until: Date | null;
  hasMedia: boolean | null;
}

const operator = /^(?<name>from|since|until|has):(?<value>.+)$/iu;

/** Reads a query. Any text is one: what is not an operator is words, and what is too much is left out. */
export function parsePostQuery(text: string): PostQuery {
  const query: PostQuery = { all: [], none: [], from: [], notFrom: [], since: null, until: null, hasMedia: null };
  for (const part of partsOfQuery(text)) {
    if (part.kind === 'phrase') addTerm(query, part.negated, wordsOf(part));
    else if (!readOperator(query, part.negated, part.text)) addTerm(query, part.negated, termOf(part.text));
  }
  const [all = [], none = []] = boundTerms<Term>(query.all, query.none);
  return { ...query, all, none };
}

function addTerm(query: PostQuery, negated: boolean, term: Term | null): void {
  if (term) query[negated ? 'none' : 'all'].push(term);
}

function termOf(word: string): Term | null {
  const tag = /^[#＃](?<tag>[\p{L}\p{M}\p{N}_\p{Extended_Pictographic}\u200d]+)$/u.exec(word)?.groups?.['tag'];
  if (tag !== undefined) return { kind: 'hashtag', tag: tag.normalize('NFKC').toLowerCase() };
  const username = usernameIn(word.replace(/^＠/u, '@'), '@');
  if (username !== null) return { kind: 'mention', username };
  return wordsOf({ kind: 'word', text: word });
}

function usernameIn(text: string, sign: '@' | ''): string | null {
  const name = text.startsWith(sign) ? text.slice(sign.length) : '';
  return /^[a-z0-9_]{3,30}$/iu.test(name) ? name.toLowerCase() : null;
}

/** Whether it was one; an operator with a value that it does not take is words like others. */
function readOperator(query: PostQuery, negated: boolean, word: string): boolean {
  const { name = '', value = '' } = operator.exec(word)?.groups ?? {};
  switch (name.toLowerCase()) {
    case 'from':
      return readFrom(query, negated, value);
    case 'has':
      if (!/^(?:media|images?)$/iu.test(value)) return false;
      query.hasMedia = !negated;
      return true;
    case 'since':
    case 'until':
      return !negated && readDay(query, name.toLowerCase() === 'since' ? 'since' : 'until', value);
    default:
      return false;
  }
}

function readFrom(query: PostQuery, negated: boolean, value: string): boolean {
  const username = usernameIn(value.replace(/^[@＠]/u, ''), '');
  if (username === null) return false;
  query[negated ? 'notFrom' : 'from'].push(username);
  return true;
}

function readDay(query: PostQuery, bound: 'since' | 'until', value: string): boolean {
  const day = /^\d{4}-\d{2}-\d{2}$/u.test(value) ? new Date(`${value}T00:00:00Z`) : null;
  if (day === null || Number.isNaN(day.getTime()) || day.toISOString().slice(0, 10) !== value) return false;
  query[bound] = day;
  return true;
}
