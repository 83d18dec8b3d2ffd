import type { Facet, PostView, PostVisibility, UpdatePostInput } from '@rookery/contract';
import type { Transaction } from '../../kernel/app.ts';
import type { SignedInCall } from '../../kernel/context.ts';
import { DomainError, found, invalidInput } from '../../kernel/errors.ts';
import { epochMs, statement } from '../../kernel/sql.ts';
import { transact } from '../../kernel/transaction.ts';
import { holdMedia } from '../media/index.ts';
import { mentionsIn, readFacets, tagsIn } from './facets.ts';
import { canEdit, mayReadPost } from './post.policy.ts';
import { findPost } from './post.view.ts';
import { postEdited } from './posts.events.ts';

/** A post as it reads before an edit. */
interface BeforeRow {
  author_id: string;
  version: number;
  text: string;
  facets: Facet[];
  content_warning: string | null;
  visibility: PostVisibility;
  has_poll: boolean;
  quotes: boolean;
  created_ms: number;
  media_ids: string[];
}

// NOTE: whoever waited for another edit here gets the row of that edit with the media of before it, and its version refuses him.
const lockPost = statement<BeforeRow>(
  'posts.lock-for-edit',
  `select p.author_id, p.version, p.text, p.facets, p.content_warning, p.visibility, p.has_poll, p.quotes, ${epochMs('p.created_at')} as created_ms,
     array(select u.media_id from media_use u where u.holder_id = p.id order by u.position) as media_ids
   from post p join profile a on a.id = p.author_id where p.id = $1 and ${mayReadPost('p', 'a', '$2::uuid')} for no key update of p`,
);

const rewrite = statement(
  'posts.rewrite',
  `with kept as (
     insert into post_revision (post_id, version, text, facets, media_ids, content_warning, created_at)
     select id, version, text, facets, $2::uuid[], content_warning, coalesce(edited_at, created_at) from post where id = $1
   ) update post set text = $3, facets = $4, content_warning = $5, has_media = coalesce($6, has_media), edited_at = $7, version = version + 1 where id = $1`,
);

const mentionedBefore = statement<{ id: string }>(
  'posts.mentioned-before',
  `select distinct f ->> 'userId' as id from post_revision r cross join lateral jsonb_array_elements(r.facets) f
   where r.post_id = $1 and f ->> 'userId' = any($2::text[])`,
);

/** Makes an own post read otherwise and keeps how it read; an edit that changes nothing makes no version. */
export async function updatePost({ ctx, input }: SignedInCall<UpdatePostInput>): Promise<PostView> {
  const facets = await readFacets(ctx.app.sql, input.text, ctx.viewer.id);
  return transact(ctx, async (tx) => {
    const before = found(await tx.sql.first(lockPost, [input.id, ctx.viewer.id]));
    if (!canEdit({ authorId: before.author_id }, ctx.viewer.id)) throw new DomainError('not_owner');
    if (before.version !== input.version) throw new DomainError('edit_conflict');
    const after = contentAfter(before, { input, facets });
    if (changes(before, after)) await edit(tx, before, after);
    return found(await findPost(tx, ctx.viewer.id, input.id));
  });
}

interface After {
  id: string;
  text: string;
  facets: Facet[];
  warning: string | null;
  mediaIds: readonly string[];
}

function contentAfter(before: BeforeRow, { input, facets }: { input: UpdatePostInput; facets: Facet[] }): After {
  const { id, text, mediaIds = before.media_ids, contentWarning } = input;
  if (text === '' && mediaIds.length === 0 && !before.has_poll && !before.quotes) {
    throw invalidInput(['text'], 'is empty, and there is neither media, poll nor quote');
  }
  const warning = contentWarning === undefined ? before.content_warning : contentWarning;
  return { id, text, facets: text === before.text ? before.facets : facets, warning, mediaIds };
}

function changes(before: BeforeRow, { text, warning, mediaIds }: After): boolean {
  return text !== before.text || warning !== before.content_warning || !sameIds(mediaIds, before.media_ids);
}

function sameIds(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((id, index) => id === others[index]);
}

async function edit(tx: Transaction, before: BeforeRow, after: After): Promise<void> {
  const { id, text, facets, warning, mediaIds } = after;
  const { author_id: authorId, visibility, media_ids: mediaBefore } = before;
  const newMedia = !sameIds(mediaIds, mediaBefore);
  const content = [text, JSON.stringify(facets), warning, newMedia ? mediaIds.length > 0 : null];
  await tx.sql.run(rewrite, [id, mediaBefore, ...content, tx.app.clock.now()]);
  if (newMedia) await holdMedia(tx, { ownerId: authorId, mediaIds, holderId: id });
  await tx.emit(postEdited, {
    postId: id,
    authorId,
    visibility,
    tags: tagsIn(facets),
    mentioned: await newlyMentioned(tx, before, after),
    createdAt: new Date(before.created_ms),
  });
}

/** Those whom no earlier text of the post mentions. NOTE: the text before is a revision by now. */
async function newlyMentioned(tx: Transaction, before: BeforeRow, { id, facets }: After): Promise<string[]> {
  const known = new Set(mentionsIn(before.facets));
  const fresh = mentionsIn(facets).filter((userId) => !known.has(userId));
  if (fresh.length === 0) return [];
  const told = new Set((await tx.sql.rows(mentionedBefore, [id, fresh])).map((row) => row.id));
  return fresh.filter((userId) => !told.has(userId));
}
