import { type Facet, foldHashtag, hashtagWord } from '@rookery/contract';
import { linkifyit } from 'linkify-it';
import { type Sql, statement } from '../../kernel/sql.ts';
import { blocks } from '../graph/index.ts';

const linkify = linkifyit({ fuzzyEmail: false, fuzzyIP: false, fuzzyLink: true });
const maxMentions = 20;

/** A # after a start, a space or punctuation, then the word of a hashtag. */
const hashtag = new RegExp(String.raw`(?<![\p{L}\p{M}\p{N}_#&/])[#＃](${hashtagWord})`, 'gu');
const mention = /(?<![\p{L}\p{M}\p{N}_@./])@([A-Za-z0-9_]{3,30})(?![A-Za-z0-9_@])/gu;

const findUsernames = statement<{ id: string; username: string }>(
  'posts.mentioned',
  `select id, username from profile where username = any($1::text[]) and hidden_at is null and not ${blocks('profile.id', '$2::uuid')}`,
);

/** The hashtags of a text, each once. */
export function tagsIn(facets: readonly Facet[]): string[] {
  return [...new Set(facets.flatMap((facet) => (facet.kind === 'hashtag' ? [facet.tag] : [])))];
}

/** Ids of the people whom a text mentions, each once. */
export function mentionsIn(facets: readonly Facet[]): string[] {
  return [...new Set(facets.flatMap((facet) => (facet.kind === 'mention' ? [facet.userId] : [])))];
}

/** Finds hashtags, mentions of people who are there for the author, and links in a text, in order and without overlaps. */
export async function readFacets(sql: Sql, text: string, authorId: string): Promise<Facet[]> {
  const [facets = []] = await readFacetsOfEach(sql, [text], authorId);
  return facets;
}

/** The facets of each of several texts of an author, who may be nobody, found with one look at the database. */
export async function readFacetsOfEach(
  sql: Sql,
  texts: readonly string[],
  authorId: string | null = null,
): Promise<Facet[][]> {
  const parts = texts.map(findParts);
  const ids = await idsOf(
    sql,
    parts.flatMap(({ mentions }) => mentions),
    authorId,
  );
  return parts.map(({ links, tags, mentions }) => {
    const known = mentions.flatMap((span) => {
      const userId = ids.get(span.username);
      return userId === undefined ? [] : [{ kind: 'mention' as const, userId, ...span }];
    });
    return [...links, ...tags, ...known].sort((a, b) => a.start - b.start);
  });
}

function findParts(text: string): { links: Facet[]; tags: Facet[]; mentions: NamedSpan[] } {
  const links = findLinks(text);
  const free = (facet: { start: number; end: number }) =>
    !links.some((link) => facet.start < link.end && link.start < facet.end);
  return { links, tags: findHashtags(text).filter(free), mentions: findMentions(text).filter(free) };
}

function findLinks(text: string): Extract<Facet, { kind: 'link' }>[] {
  const matches = linkify.match(text) ?? [];
  return matches
    .filter(({ url }) => /^https?:/.test(url))
    .map(({ index, lastIndex, url }) => ({ kind: 'link', start: index, end: lastIndex, url }));
}

function findHashtags(text: string): Extract<Facet, { kind: 'hashtag' }>[] {
  return [...text.matchAll(hashtag)].flatMap(({ 0: whole, 1: word = '', index }) => {
    const tag = foldHashtag(word);
    return tag === null ? [] : [{ kind: 'hashtag' as const, start: index, end: index + whole.length, tag }];
  });
}

interface NamedSpan {
  start: number;
  end: number;
  username: string;
}

function findMentions(text: string): NamedSpan[] {
  return [...text.matchAll(mention)].slice(0, maxMentions).map(({ 0: whole, 1: name = '', index }) => ({
    start: index,
    end: index + whole.length,
    username: name.toLowerCase(),
  }));
}

async function idsOf(sql: Sql, spans: readonly NamedSpan[], authorId: string | null): Promise<Map<string, string>> {
  if (spans.length === 0) return new Map();
  const people = await sql.rows(findUsernames, [[...new Set(spans.map(({ username }) => username))], authorId]);
  return new Map(people.map(({ id, username }) => [username, id]));
}
