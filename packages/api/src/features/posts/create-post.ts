import type { CreatePostInput, Facet, PostView } from '@rookery/contract';
import type { Transaction } from '../../kernel/app.ts';
import type { SignedInCall } from '../../kernel/context.ts';
import { found } from '../../kernel/errors.ts';
import { newId } from '../../kernel/id.ts';
import { statement } from '../../kernel/sql.ts';
import { transact } from '../../kernel/transaction.ts';
import { type SummaryRow, summaryColumns } from '../profiles/index.ts';
import { readFacets } from './facets.ts';
import { mayReadPost } from './post.policy.ts';
import { presentNewPost } from './post.view.ts';
import type { ContentRow } from './post-content.ts';
import { postCreated } from './posts.events.ts';

interface ParentRow {
  id: string;
  author_id: string;
  root_id: string;
}

const answerParent = statement<ParentRow>(
  'posts.answer-parent',
  `update post p set reply_count = reply_count + 1 from profile a
   where p.id = $1 and a.id = p.author_id and ${mayReadPost('p', 'a', '$2::uuid')}
   returning p.id, p.author_id, coalesce(p.root_id, p.id) as root_id`,
);

const insertPost = statement<SummaryRow & { follower_count: number }>(
  'posts.insert',
  `with author as (
     update profile a set post_count = post_count + 1 where id = $2 returning ${summaryColumns('a')}, follower_count
   ), made as (
     insert into post (id, author_id, text, facets, content_warning, visibility, reply_to_id, root_id, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
   ) select * from author`,
);

/** Publishes a post or a reply. */
export async function createPost({ ctx, input }: SignedInCall<CreatePostInput>): Promise<PostView> {
  const facets = await readFacets(ctx.app.sql, input.text);
  return transact(ctx, async (tx) => {
    const parent = input.replyToId === undefined ? null : await answer(tx, ctx.viewer.id, input.replyToId);
    const post = draft({ ctx, input }, facets, parent);
    const { follower_count, ...author } = await insert(tx, ctx.viewer.id, post);
    const replyTo = parent && { postId: parent.id, authorId: parent.author_id };
    const { id: postId, visibility, root_id: rootId } = post;
    await tx.emit(postCreated, {
      postId,
      authorId: author.profile_id,
      visibility,
      audience: follower_count,
      replyTo,
      rootId,
    });
    tx.record(`user:${author.profile_id}`, 'post.created', { postId });
    return presentNewPost({ ...post, ...author });
  });
}

type Draft = Omit<ContentRow, keyof SummaryRow>;

function draft({ ctx, input }: SignedInCall<CreatePostInput>, facets: Facet[], parent: ParentRow | null): Draft {
  return {
    id: newId(),
    text: input.text,
    facets,
    content_warning: input.contentWarning ?? null,
    visibility: input.visibility,
    reply_to_id: parent?.id ?? null,
    root_id: parent?.root_id ?? null,
    created_ms: ctx.app.clock.now().getTime(),
    edited_ms: null,
    version: 1,
  };
}

async function insert(
  tx: Transaction,
  authorId: string,
  post: Draft,
): Promise<SummaryRow & { follower_count: number }> {
  const { id, text, facets, content_warning, visibility, reply_to_id, root_id, created_ms } = post;
  const values = [id, authorId, text, JSON.stringify(facets), content_warning, visibility, reply_to_id, root_id];
  return found(await tx.sql.first(insertPost, [...values, new Date(created_ms)]));
}

/** The parent, counted as answered; what the caller cannot see cannot be answered. */
async function answer(tx: Transaction, viewerId: string, parentId: string): Promise<ParentRow> {
  return found(await tx.sql.first(answerParent, [parentId, viewerId]));
}
