import type { ByTag, HashtagView } from '@rookery/contract';
import type { Transaction } from '../../kernel/app.ts';
import type { SignedInCall } from '../../kernel/context.ts';
import { DomainError, found } from '../../kernel/errors.ts';
import { newId } from '../../kernel/id.ts';
import { statement } from '../../kernel/sql.ts';
import { transact } from '../../kernel/transaction.ts';
import { type HashtagRow, hashtagColumns, toHashtagView } from './hashtag.view.ts';

// NOTE: whoever follows one more locks himself first, so that what he counts is still so when he adds to it.
const lock = statement<object>('hashtags.lock-follower', 'select from profile where id = $1 for no key update');

const follow = statement<{ made: boolean; known: boolean }>(
  'hashtags.follow',
  `with made as (
     insert into hashtag_follow (profile_id, tag, id)
     select $1::uuid, $2::text, $3::uuid where (select count(*) from hashtag_follow where profile_id = $1) < $4
     on conflict do nothing returning tag
   ) select exists (select from made) as made, exists (select from hashtag_follow where profile_id = $1 and tag = $2) as known`,
);

const unfollow = statement('hashtags.unfollow', 'delete from hashtag_follow where profile_id = $1 and tag = $2');

const view = statement<HashtagRow>('hashtags.view', `select ${hashtagColumns('$1::text', '$2')}`);

/** Shows posts with a hashtag in the caller's feed from now on. */
export async function followHashtag({ ctx, input }: SignedInCall<ByTag>): Promise<HashtagView> {
  const { id } = ctx.viewer;
  return transact(ctx, async (tx) => {
    found(await tx.sql.first(lock, [id]));
    const values = [id, input.tag, newId(), tx.app.settings.limits.followedHashtags];
    const { made, known } = found(await tx.sql.first(follow, values));
    if (!made && !known) throw new DomainError('limit_reached');
    return viewOf(tx, input.tag, id);
  });
}

/** Ends that. */
export async function unfollowHashtag({ ctx, input }: SignedInCall<ByTag>): Promise<HashtagView> {
  return transact(ctx, async (tx) => {
    await tx.sql.run(unfollow, [ctx.viewer.id, input.tag]);
    return viewOf(tx, input.tag, ctx.viewer.id);
  });
}

async function viewOf({ sql }: Transaction, tag: string, viewerId: string): Promise<HashtagView> {
  return toHashtagView(found(await sql.first(view, [tag, viewerId])));
}
