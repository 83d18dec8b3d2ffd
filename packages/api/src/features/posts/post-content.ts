import type { Facet, PostView, PostVisibility } from '@rookery/contract';
import { LRUCache } from 'lru-cache';
import { epochMs, type Sql, statement } from '../../kernel/sql.ts';
import { type SummaryRow, summaryColumns, toSummary } from '../profiles/index.ts';

/** What of a post changes only by an edit of it or of its author. */
export type PostContent = Omit<PostView, 'likeCount' | 'repostCount' | 'quoteCount' | 'replyCount' | 'viewer'>;

/** What a content is made of. */
export interface ContentRow extends SummaryRow {
  id: string;
  text: string;
  facets: Facet[];
  content_warning: string | null;
  visibility: PostVisibility;
  reply_to_id: string | null;
  root_id: string | null;
  created_ms: number;
  edited_ms: number | null;
  version: number;
}

/** Versions by which a kept content is known to be current. */
export interface ContentKey {
  id: string;
  version: number;
  author_version: number;
}

interface Kept {
  version: number;
  authorVersion: number;
  content: PostContent;
}

const keptPosts = 20_000;
/** NOTE: of posts as they come the number above is reached first; 500 graphemes may be 8,000 characters long. */
const keptCharacters = 16_000_000;
const charactersOfFacet = 50;
const caches = new WeakMap<Sql, LRUCache<string, Kept>>();

const selectContents = statement<ContentRow & ContentKey>(
  'posts.contents',
  `select p.id, p.text, p.facets, p.content_warning, p.visibility, p.reply_to_id, p.root_id, p.version,
     ${epochMs('p.created_at')} as created_ms, ${epochMs('p.edited_at')} as edited_ms, ${summaryColumns('a')}, a.version as author_version
   from post p join profile a on a.id = p.author_id where p.id = any($1::uuid[])`,
);

/**
 * Contents of posts by id. Committed ones that were read before are taken from memory when their versions, which the
 * caller has just read from the database, are still the same; so nothing has to be evicted.
 */
export async function contentsOf(sql: Sql, keys: readonly ContentKey[]): Promise<Map<string, PostContent>> {
  const cache = cacheOf(sql);
  const contents = new Map<string, PostContent>();
  const missing: string[] = [];
  for (const { id, version, author_version } of keys) {
    const kept = cache?.get(id);
    if (kept && kept.version === version && kept.authorVersion === author_version) contents.set(id, kept.content);
    else missing.push(id);
  }
  if (missing.length === 0) return contents;
  for (const row of await sql.rows(selectContents, [missing])) {
    const content = toContent(row);
    cache?.set(row.id, { version: row.version, authorVersion: row.author_version, content });
    contents.set(row.id, content);
  }
  return contents;
}

function cacheOf(sql: Sql): LRUCache<string, Kept> | null {
  if (!sql.committed) return null;
  const known = caches.get(sql);
  if (known) return known;
  const made = new LRUCache<string, Kept>({
    max: keptPosts,
    maxSize: keptCharacters,
    sizeCalculation: ({ content: { text, facets } }) => 1 + text.length + facets.length * charactersOfFacet,
  });
  caches.set(sql, made);
  return made;
}

/** The content of a row. */
export function toContent(row: ContentRow): PostContent {
  return {
    id: row.id,
    author: toSummary(row),
    text: row.text,
    facets: row.facets,
    media: [],
    poll: null,
    contentWarning: row.content_warning,
    visibility: row.visibility,
    groupId: null,
    replyToId: row.reply_to_id,
    rootId: row.root_id,
    quoteOf: null,
    createdAt: new Date(row.created_ms),
    editedAt: row.edited_ms === null ? null : new Date(row.edited_ms),
    version: row.version,
  };
}
