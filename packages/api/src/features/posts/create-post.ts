import type { CreatePostInput, PostView } from '@rookery/contract';
import type { Transaction } from '../../kernel/app.ts';
import type { SignedInCall } from '../../kernel/context.ts';
import { found } from '../../kernel/errors.ts';
import { newId } from '../../kernel/id.ts';
import { statement } from '../../kernel/sql.ts';
import { transact } from '../../kernel/transaction.ts';
import { readFacets } from './facets.ts';
import { mayReadPost } from './post.policy.ts';
import { findPost } from './post.view.ts';
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

const insertPost = statement<{ follower_count: number }>(
  'posts.insert',
  `with author as (
     update profile set post_count = post_count + 1 where id = $2 returning follower_count
   ), made as (
     insert into post (id, author_id, text, facets, content_warning, visibility, reply_to_id, root_id, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
   ) select follower_count from author`,
);

/** Publishes a post or a reply. */
export async function createPost({ ctx, input }: SignedInCall<CreatePostInput>): Promise<PostView> {
  const { app, viewer } = ctx;
  const facets = await readFacets(app.sql, input.text);
  return transact(ctx, async (tx) => {
    const id = newId();
    const parent = input.replyToId === undefined ? null : await answer(tx, viewer.id, input.replyToId);
    const { follower_count } = found(
      await tx.sql.first(insertPost, [
        id,
        viewer.id,
        input.text,
        JSON.stringify(facets),
        input.contentWarning ?? null,
        input.visibility,
        parent?.id ?? null,
        parent?.root_id ?? null,
        app.clock.now(),
      ]),
    );
    await tx.emit(postCreated, {
      postId: id,
      authorId: viewer.id,
      visibility: input.visibility,
      audience: follower_count,
      replyTo: parent && { postId: parent.id, authorId: parent.author_id },
      rootId: parent?.root_id ?? null,
    });
    return found(await findPost(tx.sql, viewer.id, id));
  });
}

/** The parent, counted as answered; what the caller cannot see cannot be answered. */
async function answer(tx: Transaction, viewerId: string, parentId: string): Promise<ParentRow> {
  return found(await tx.sql.first(answerParent, [parentId, viewerId]));
}
