import type { MediaView, UpdateMediaInput } from '@rookery/contract';
import type { SignedInCall } from '../../kernel/context.ts';
import { found } from '../../kernel/errors.ts';
import { statement } from '../../kernel/sql.ts';
import { transact } from '../../kernel/transaction.ts';
import { mediaChanged } from './media.events.ts';
import { toMediaView } from './media.view.ts';
import { holdersOf } from './media-use.ts';
import { readMedia } from './read-media.ts';

const describe = statement<{ id: string }>(
  'media.describe',
  'update media set alt = $3, version = version + 1 where id = $1 and owner_id = $2 returning id',
);

/** Changes the words that stand for an own file. */
export async function updateMedia({ ctx, input }: SignedInCall<UpdateMediaInput>): Promise<MediaView> {
  const { id, alt } = input;
  return transact(ctx, async (tx) => {
    found(await tx.sql.first(describe, [id, ctx.viewer.id, alt || null]));
    await tx.emit(mediaChanged, { mediaId: id, holderIds: await holdersOf(tx.sql, id) });
    const { media } = found(await readMedia(tx.sql, id));
    return toMediaView(tx.links, media, false);
  });
}
