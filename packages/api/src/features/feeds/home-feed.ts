import type { FeedItem, FeedPage, FeedReason, PageInput } from '@rookery/contract';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import type { App } from '../../kernel/app.ts';
import type { SignedInCall } from '../../kernel/context.ts';
import { cutPage, defineCursor } from '../../kernel/cursor.ts';
import { highestId, newId } from '../../kernel/id.ts';
import type { Links } from '../../kernel/ports.ts';
import { presentPosts } from '../posts/index.ts';
import { toSummary } from '../profiles/index.ts';
import { type HomeRow, mergedRows, plainRows, type ReasonColumns } from './home-rows.ts';
import { openTimeline } from './rebuild-timeline.ts';
import { touchTimeline } from './timeline-keeping.ts';

const cursor = defineCursor('feed.home', z.tuple([z.uuid(), z.uuid()]));

type ShownRow = Exclude<HomeRow, { sort_id: null }>;

/** The home feed: what the caller and those whom the caller follows posted and reposted, highestId first, each post once. */
export async function homeFeed({ ctx, input }: SignedInCall<PageInput>): Promise<FeedPage> {
  const { app, viewer } = ctx;
  // NOTE: a walk is known by an id of its beginning; what is newer came since.
  const [from, walk] = cursor.decode(input.cursor) ?? [highestId, null];
  const begun = newId();
  const rows = await rowsOf(app, viewer.id, [from, input.limit + 1, walk ?? highestId]);
  const since = walk ?? later(begun, rows[0]?.sort_id);
  const page = cutPage(rows, input.limit, (row) => cursor.encode([row.sort_id, since]));
  const posts = await presentPosts(app, viewer.id, page.rows);
  const reasons = new Map(page.rows.map((row) => [row.id, toReason(app.links, row)]));
  return { items: posts.map((post) => itemOf(post, reasons)), nextCursor: page.nextCursor };
}

type Place = [from: string, count: number, newerThanWalk: string];

async function rowsOf(app: App, viewerId: string, place: Place): Promise<ShownRow[]> {
  let rows = await readRows(app, viewerId, place);
  if (rows[0]?.kept) {
    await touchTimeline(app, viewerId, rows[0].seen_ms);
  } else {
    await openTimeline(app, viewerId);
    rows = await readRows(app, viewerId, place);
  }
  return rows.filter(isShown);
}

/** Whose feeds were merged lately; it decides which statement is tried first, and nothing else. */
const merging = new WeakMap<App, LRUCache<string, true>>();
const kept = { max: 50_000, ttl: 600_000 };

async function readRows(app: App, viewerId: string, place: Place): Promise<HomeRow[]> {
  const known = merging.get(app) ?? new LRUCache<string, true>(kept);
  merging.set(app, known);
  if (!known.has(viewerId)) {
    const rows = await app.sql.rows(plainRows, [viewerId, ...place]);
    if (!rows[0]?.merges) return rows;
    known.set(viewerId, true);
  }
  return app.sql.rows(mergedRows, [viewerId, ...place]);
}

function isShown(row: HomeRow): row is ShownRow {
  return row.sort_id !== null;
}

function later(id: string, other: string | undefined): string {
  return other !== undefined && other > id ? other : id;
}

function itemOf(post: FeedItem['post'], reasons: ReadonlyMap<string, FeedReason>): FeedItem {
  return { post, reason: reasons.get(post.id) ?? { kind: 'post' } };
}

function toReason(links: Links, { reposter, reposted_ms, tag }: ReasonColumns): FeedReason {
  if (tag !== null) return { kind: 'hashtag', tag };
  if (reposter === null || reposted_ms === null) return { kind: 'post' };
  return { kind: 'repost', by: toSummary(links, reposter), at: new Date(reposted_ms) };
}
