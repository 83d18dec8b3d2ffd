import type { PollView, PostView, QuotedPost } from '@rookery/contract';
import type { Reading } from '../../kernel/app.ts';
import { found } from '../../kernel/errors.ts';
import type { Links } from '../../kernel/ports.ts';
import { type Sql, statement } from '../../kernel/sql.ts';
import { toMediaView } from '../media/index.ts';
import { canDelete, canEdit, mayReadPost } from './post.policy.ts';
import { type ContentRow, contentsOf, type PostContent, toContent } from './post-content.ts';
import { joinPost, type PostState, type PostStateRow, postStateColumns, type StoredPoll } from './post-state.ts';

/** Posts as the wire has them, in the order of their states. */
export async function presentPosts(
  read: Reading,
  viewerId: string | null,
  states: readonly PostStateRow[],
): Promise<PostView[]> {
  const contents = await contentsOf(read, withQuoted(states));
  return states.flatMap((state) => toView(read.links, state, { contents, viewerId }) ?? []);
}

const selectForEach = statement<PostStateRow & { place: number; viewer_id: string | null }>(
  'posts.visible-for-each',
  `select w.place::int, w.viewer_id, ${postStateColumns('w.viewer_id')}
   from unnest($1::uuid[], $2::uuid[]) with ordinality as w(viewer_id, post_id, place)
   join post p on p.id = w.post_id ${joinPost()} where ${mayReadPost('p', 'a', 'w.viewer_id')}`,
);

/** Posts, each as its own viewer sees it, in the order asked for; null for one that he may not see. */
export async function hydratePostsForEach(
  read: Reading,
  wanted: readonly { viewerId: string | null; postId: string }[],
): Promise<(PostView | null)[]> {
  if (wanted.length === 0) return [];
  const states = await read.sql.rows(selectForEach, [wanted.map((w) => w.viewerId), wanted.map((w) => w.postId)]);
  const contents = await contentsOf(read, withQuoted(states));
  const views = new Map(
    states.map((state) => [state.place, toView(read.links, state, { contents, viewerId: state.viewer_id })]),
  );
  return wanted.map((_, index) => views.get(index + 1) ?? null);
}

const selectOne = statement<PostStateRow>(
  'posts.one',
  `select ${postStateColumns('$2::uuid')} from post p ${joinPost()}
   where p.id = $1 and ${mayReadPost('p', 'a', '$2::uuid')}`,
);

/** Refuses with `not_found` unless the viewer may see the post. */
export async function assertVisible(sql: Sql, viewerId: string | null, id: string): Promise<void> {
  found(await sql.first(selectOne, [id, viewerId]));
}

/** A post that the viewer may see, or null. */
export async function findPost(read: Reading, viewerId: string | null, id: string): Promise<PostView | null> {
  const state = await read.sql.first(selectOne, [id, viewerId]);
  return state && ((await presentPosts(read, viewerId, [state]))[0] ?? null);
}

const fresh = {
  media_version: 0,
  author_version: 0,
  pinned: false,
  like_count: 0,
  repost_count: 0,
  quote_count: 0,
  reply_count: 0,
  liked: false,
  reposted: false,
  bookmarked: false,
  staffed: false,
  poll: null,
  quoted: null,
};

/** A post of text that its author has just made. */
export function presentNewPost(links: Links, row: ContentRow): PostView {
  const contents = new Map([[row.id, toContent(links, row)]]);
  const state = { ...fresh, id: row.id, version: row.version };
  return found(toView(links, state, { contents, viewerId: row.profile_id }));
}

/** A post that is not published yet. */
export interface UnpublishedPost {
  row: ContentRow;
  quoted: PostState | null;
  poll: StoredPoll | null;
  scheduledAt: Date;
}

const nothingDone = { liked: false, reposted: false, bookmarked: false, canEdit: false, canDelete: false };

/** Posts as their author would see them if they were published now, in order. */
export async function presentUnpublished(read: Reading, posts: readonly UnpublishedPost[]): Promise<PostView[]> {
  const contents = await contentsOf(
    read,
    posts.flatMap(({ quoted }) => quoted ?? []),
  );
  for (const { row } of posts) contents.set(row.id, toContent(read.links, row));
  return posts.map(({ row, quoted, poll, scheduledAt }) => {
    const state = { ...fresh, id: row.id, version: row.version, quoted, poll };
    const view = found(toView(read.links, state, { contents, viewerId: row.profile_id }));
    return { ...view, scheduledAt, viewer: nothingDone };
  });
}

function withQuoted(states: readonly PostStateRow[]): PostState[] {
  return states.flatMap((state) => (state.quoted ? [state, state.quoted] : [state]));
}

interface Shown {
  contents: ReadonlyMap<string, PostContent>;
  viewerId: string | null;
}

function toView(links: Links, state: PostStateRow, shown: Shown): PostView | null {
  const content = shown.contents.get(state.id);
  if (!content) return null;
  const quoteOf = content.quotes ? quotedView(links, state.quoted, shown) : null;
  return { ...fieldsOf(links, content, { state, viewerId: shown.viewerId }), quoteOf, scheduledAt: null };
}

function quotedView(links: Links, state: PostState | null, { contents, viewerId }: Shown): QuotedPost {
  const content = state && contents.get(state.id);
  if (!content) return { unavailable: true };
  return { unavailable: false, ...fieldsOf(links, content, { state, viewerId }) };
}

function fieldsOf(
  links: Links,
  { media, open, quotes: _, ...content }: PostContent,
  { state, viewerId }: { state: PostState; viewerId: string | null },
): Omit<PostView, 'quoteOf' | 'scheduledAt'> {
  return {
    ...content,
    media: media.map((file) => toMediaView(links, file, open)),
    poll: state.poll && toPollView(state.poll, viewerId === content.author.id),
    pinned: state.pinned,
    likeCount: state.like_count,
    repostCount: state.repost_count,
    quoteCount: state.quote_count,
    replyCount: state.reply_count,
    viewer: viewerId === null ? null : viewerOf(state, content.author.id, viewerId),
  };
}

function viewerOf(state: PostState, authorId: string, viewerId: string): PostView['viewer'] {
  const { liked, reposted, bookmarked, staffed } = state;
  const post = { authorId, staffed };
  return { liked, reposted, bookmarked, canEdit: canEdit(post, viewerId), canDelete: canDelete(post, viewerId) };
}

/** NOTE: the result stays hidden until the viewer has voted or nobody can any more, so that nobody votes with the many. */
function toPollView(poll: StoredPoll, own: boolean): PollView {
  const { options, multiple, votes, voterCount, closesMs, closed, choices } = poll;
  const shown = own || closed || choices !== null;
  return {
    options: options.map((text, place) => ({ text, voteCount: shown ? (votes[place] ?? 0) : null })),
    multiple,
    closesAt: new Date(closesMs),
    closed,
    voterCount,
    choices,
  };
}
