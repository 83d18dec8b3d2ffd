import type { DraftContent, Facet, PostView } from '@rookery/contract';
import type { Transaction } from '../../kernel/app.ts';
import { found, invalidInput } from '../../kernel/errors.ts';
import { newId } from '../../kernel/id.ts';
import { type Statement, statement } from '../../kernel/sql.ts';
import { addPost } from '../groups/index.ts';
import { holdMedia } from '../media/index.ts';
import { type SummaryRow, summaryColumns } from '../profiles/index.ts';
import { mentionsIn, tagsIn } from './facets.ts';
import { openPoll } from './polls/open-poll.ts';
import { isOpen, mayReadPost } from './post.policy.ts';
import { findPost, presentNewPost } from './post.view.ts';
import type { ContentRow } from './post-content.ts';
import { type PostWords, postCreated } from './posts.events.ts';

/** A post that is answered or quoted. */
interface TargetRow {
  id: string;
  author_id: string;
  root_id: string;
  group_id: string | null;
  /** Whether it is the caller's own and in no group, or everybody may see it. */
  shareable: boolean;
}

type AuthorRow = SummaryRow & { follower_count: number; is_private: boolean };

const countOn = (name: string, column: 'reply_count' | 'quote_count'): Statement<TargetRow> =>
  statement(
    name,
    `update post p set ${column} = ${column} + 1 from profile a
     where p.id = $1 and a.id = p.author_id and ${mayReadPost('p', 'a', '$2::uuid')}
     returning p.id, p.author_id, coalesce(p.root_id, p.id) as root_id, p.group_id,
       (a.id = $2 and p.group_id is null) or ${isOpen('p', 'a')} as shareable`,
  );

const answerParent = countOn('posts.answer-parent', 'reply_count');
const countQuote = countOn('posts.count-quote', 'quote_count');

const insertPost = statement<AuthorRow>(
  'posts.insert',
  `with author as (
     update profile a set post_count = post_count + 1 where id = $2 returning ${summaryColumns('a')}, follower_count, is_private
   ), made as (
     insert into post (id, author_id, text, facets, content_warning, visibility, reply_to_id, root_id, created_at,
       quote_of_id, quotes, has_media, has_poll, group_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10::uuid is not null, $11, $12, $13)
   ) select * from author`,
);

/** What is published, by whom. */
export interface NewPost {
  authorId: string;
  content: DraftContent;
  /** Of the content's text. */
  facets: Facet[];
}

/** Publishes a post or a reply; what its author cannot see can be neither answered nor quoted, nor what others let only some see be quoted. */
export async function publishPost(tx: Transaction, { authorId, content, facets }: NewPost): Promise<PostView> {
  const { replyToId, quoteOfId } = content;
  // NOTE: the locks of posts are taken in the order of their ids, since others may answer one and quote the other.
  const quoteFirst = replyToId !== undefined && quoteOfId !== undefined && quoteOfId < replyToId;
  const early = quoteFirst ? await target(tx, countQuote, [quoteOfId, authorId]) : null;
  const parent = await target(tx, answerParent, [replyToId, authorId]);
  const quoted = early ?? (await target(tx, countQuote, [quoteOfId, authorId]));
  if (quoted && !quoted.shareable) throw invalidInput(['quoteOfId'], 'is not public');
  const post = draft(tx, { authorId, content, facets }, { parent, quoted });
  if (post.group_id !== null) await addPost(tx, post.group_id, authorId);
  const { follower_count: audience, ...author } = await insert(tx, authorId, post);
  await addMedia(tx, authorId, post);
  if (post.poll) await openPoll(tx, { postId: post.id, poll: post.poll, createdMs: post.created_ms });
  await tx.emit(postCreated, {
    postId: post.id,
    authorId,
    visibility: post.visibility,
    groupId: post.group_id,
    audience,
    replyTo: postOf(parent),
    quoteOf: postOf(quoted),
    rootId: post.root_id,
    tags: tagsIn(facets),
    mentions: mentionsIn(facets),
    words: wordsOf(post),
    createdAt: new Date(post.created_ms),
  });
  tx.record(`user:${authorId}`, 'post.created', { postId: post.id });
  return present(tx, post, author);
}

/** NOTE: those of its media are not known here. */
function wordsOf({ text, facets, content_warning, poll, mediaIds }: Draft): PostWords | null {
  if (mediaIds.length > 0) return null;
  return { text, facets, contentWarning: content_warning, pollOptions: poll?.options ?? [] };
}

interface Draft extends Omit<ContentRow, keyof SummaryRow | 'is_private' | 'media'> {
  quote_of_id: string | null;
  mediaIds: readonly string[];
  poll: DraftContent['poll'];
}

function draft(
  tx: Transaction,
  { content, facets }: NewPost,
  { parent, quoted }: Record<'parent' | 'quoted', TargetRow | null>,
): Draft {
  return {
    id: newId(),
    text: content.text,
    facets,
    content_warning: content.contentWarning ?? null,
    visibility: content.visibility,
    reply_to_id: parent?.id ?? null,
    root_id: parent?.root_id ?? null,
    group_id: groupOf(content, parent),
    created_ms: tx.app.clock.now().getTime(),
    edited_ms: null,
    version: 1,
    quotes: quoted !== null,
    quote_of_id: quoted?.id ?? null,
    mediaIds: content.mediaIds ?? [],
    poll: content.poll,
  };
}

/** The group in which a post will stand: a reply stands in that of what it answers. */
function groupOf({ groupId, visibility }: DraftContent, parent: TargetRow | null): string | null {
  const group = parent ? parent.group_id : (groupId ?? null);
  if (groupId !== undefined && groupId !== group)
    throw invalidInput(['groupId'], 'is not that of the post that is answered');
  if (group !== null && visibility !== 'public') throw invalidInput(['visibility'], 'must be public in a group');
  return group;
}

/** The post that is answered or quoted, counted as such; null when there is none. */
async function target(
  tx: Transaction,
  count: Statement<TargetRow>,
  [id, authorId]: [id: string | undefined, authorId: string],
): Promise<TargetRow | null> {
  return id === undefined ? null : found(await tx.sql.first(count, [id, authorId]));
}

async function insert(tx: Transaction, authorId: string, post: Draft): Promise<AuthorRow> {
  const { id, text, facets, content_warning, visibility, reply_to_id, root_id, created_ms } = post;
  const values = [id, authorId, text, JSON.stringify(facets), content_warning, visibility, reply_to_id, root_id];
  const extras = [post.quote_of_id, post.mediaIds.length > 0, post.poll !== undefined, post.group_id];
  return found(await tx.sql.first(insertPost, [...values, new Date(created_ms), ...extras]));
}

async function addMedia(tx: Transaction, ownerId: string, { id: holderId, mediaIds }: Draft): Promise<void> {
  if (mediaIds.length > 0) await holdMedia(tx, { ownerId, mediaIds, holderId });
}

function postOf(row: TargetRow | null): { postId: string; authorId: string } | null {
  return row && { postId: row.id, authorId: row.author_id };
}

async function present(tx: Transaction, post: Draft, author: Omit<AuthorRow, 'follower_count'>): Promise<PostView> {
  const plain = post.mediaIds.length === 0 && !post.poll && !post.quotes;
  if (plain) return presentNewPost(tx.links, { ...post, ...author, media: [] });
  return found(await findPost(tx, author.profile_id, post.id));
}
