import type { ById, DraftContent, PostView } from '@rookery/contract';
import type { SignedInCall } from '../../../kernel/context.ts';
import { found } from '../../../kernel/errors.ts';
import { statement } from '../../../kernel/sql.ts';
import { transact } from '../../../kernel/transaction.ts';
import { releaseMedia } from '../../media/index.ts';
import { readFacets } from '../facets.ts';
import { publishPost } from '../publish-post.ts';
import { refuseUnpublishable } from './publishable.ts';

const take = statement<{ content: DraftContent }>(
  'drafts.take',
  'delete from post_draft where id = $1 and author_id = $2 and scheduled_at is null returning content',
);

/** Publishes an own draft, which is gone then. */
export async function publishDraft({ ctx, input }: SignedInCall<ById>): Promise<PostView> {
  const authorId = ctx.viewer.id;
  return transact(ctx, async (tx) => {
    const { content } = found(await tx.sql.first(take, [input.id, authorId]));
    refuseUnpublishable(content);
    const facets = await readFacets(tx.sql, content.text, authorId);
    const post = await publishPost(tx, { authorId, content, facets });
    await releaseMedia(tx, input.id);
    return post;
  });
}
