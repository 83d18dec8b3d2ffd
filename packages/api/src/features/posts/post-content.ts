import type { Facet, PostView, PostVisibility } from '@rookery/contract';
import { LRUCache } from 'lru-cache';
import type { Reading } from '../../kernel/app.ts';
import type { Links } from '../../kernel/ports.ts';
import { epochMs, type Sql, statement } from '../../kernel/sql.ts';
import { mediaHeldBy, type StoredMedia } from '../media/index.ts';
import { type SummaryRow, summaryColumns, toSummary } from '../profiles/index.ts';

/** What of a post changes only by an edit of it, of its media or of its author. */
export interface PostContent
  extends Omit<
    PostView,
    | 'likeCount'
    | 'repostCount'
    | 'quoteCount'
    | 'replyCount'
    | 'viewer'
    | 'media'
    | 'poll'
    | 'quoteOf'
    | 'pinned'
    | 'scheduledAt'
  > {
  media: readonly StoredMedia[];
  /** Whether everybody may see it, so that its media need no signature. NOTE: never in a group, which may be private from one moment to the next. */
  open: boolean;
  quotes: boolean;
}

/** What a content is made of. */
export interface ContentRow extends SummaryRow {
  id: string;
  text: string;
  facets: Facet[];
  content_warning: string | null;
  visibility: PostVisibility;
  reply_to_id: string | null;
  root_id: string | null;
  group_id: string | null;
  created_ms: number;
  edited_ms: number | null;
  version: number;
  quotes: boolean;
  is_private: boolean;
  media: StoredMedia[];
}

/** Versions by which a kept content is known to be current. */
export interface ContentKey {
  id: string;
  version: number;
  media_version: number;
  author_version: number;
}

interface Kept {
  version: number;
  mediaVersion: number;
  authorVersion: number;
  content: PostContent;
}

const keptPosts = 20_000;
/** NOTE: of posts as they come the number above is reached first; 500 graphemes may be 8,000 characters long. */
const keptCharacters = 16_000_000;
const charactersOfFacet = 50;
const charactersOfMedia = 200;
const caches = new WeakMap<Sql, LRUCache<string, Kept>>();

const selectContents = statement<ContentRow & ContentKey>(
  'posts.contents',
  `select p.id, p.text, p.facets, p.content_warning, p.visibility, p.reply_to_id, p.root_id, p.group_id, p.version, p.media_version, p.quotes,
     ${epochMs('p.created_at')} as created_ms, ${epochMs('p.edited_at')} as edited_ms, ${summaryColumns('a')}, a.is_private or a.hidden_at is not null as is_private, a.version as author_version,
     case when p.has_media then ${mediaHeldBy('p.id')} else '[]' end as media
   from post p join profile a on a.id = p.author_id where p.id = any($1::uuid[])`,
);

/**
 * Contents of posts by id. Committed ones that were read before are taken from memory when their versions, which the
 * caller has just read from the database, are still the same; so nothing has to be evicted.
 */
export async function contentsOf(
  { sql, links }: Reading,
  keys: readonly ContentKey[],
): Promise<Map<string, PostContent>> {
  const cache = cacheOf(sql);
  const contents = new Map<string, PostContent>();
  const missing = new Set<string>();
  for (const key of keys) {
    const kept = cache?.get(key.id);
    if (kept && isCurrent(kept, key)) contents.set(key.id, kept.content);
    else missing.add(key.id);
  }
  if (missing.size === 0) return contents;
  for (const row of await sql.rows(selectContents, [[...missing]])) {
    const content = toContent(links, row);
    const { version, media_version: mediaVersion, author_version: authorVersion } = row;
    cache?.set(row.id, { version, mediaVersion, authorVersion, content });
    contents.set(row.id, content);
  }
  return contents;
}

function isCurrent(kept: Kept, key: ContentKey): boolean {
  return (
    kept.version === key.version && kept.mediaVersion === key.media_version && kept.authorVersion === key.author_version
  );
}

function cacheOf(sql: Sql): LRUCache<string, Kept> | null {
  if (!sql.committed) return null;
  const known = caches.get(sql);
  if (known) return known;
  const made = new LRUCache<string, Kept>({
    max: keptPosts,
    maxSize: keptCharacters,
    sizeCalculation: ({ content: { text, facets, media } }) =>
      1 + text.length + facets.length * charactersOfFacet + media.length * charactersOfMedia,
  });
  caches.set(sql, made);
  return made;
}

/** The content of a row. */
export function toContent(links: Links, row: ContentRow): PostContent {
  return {
    id: row.id,
    author: toSummary(links, row),
    text: row.text,
    facets: row.facets,
    media: row.media,
    contentWarning: row.content_warning,
    visibility: row.visibility,
    groupId: row.group_id,
    replyToId: row.reply_to_id,
    rootId: row.root_id,
    createdAt: new Date(row.created_ms),
    editedAt: row.edited_ms === null ? null : new Date(row.edited_ms),
    version: row.version,
    open: row.visibility === 'public' && !row.is_private && row.group_id === null,
    quotes: row.quotes,
  };
}
