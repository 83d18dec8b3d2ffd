import type { ById, Done } from '@rookery/contract';
import type { SignedInCall } from '../../kernel/context.ts';
import { found } from '../../kernel/errors.ts';
import { statement } from '../../kernel/sql.ts';
import { transact } from '../../kernel/transaction.ts';
import { mediaChanged } from './media.events.ts';
import { removeFiles } from './media-files.ts';
import { holdersOf } from './media-use.ts';

const lock = statement<{ id: string }>(
  'media.lock-own',
  'select id from media where id = $1 and owner_id = $2 for update',
);
const drop = statement('media.delete', 'delete from media where id = $1');

/** Deletes an own file and takes it from all that shows it. NOTE: files go last; the sweep finds what a crash leaves. */
export async function deleteMedia({ ctx, input }: SignedInCall<ById>): Promise<Done> {
  const done = await transact(ctx, async (tx): Promise<Done> => {
    found(await tx.sql.first(lock, [input.id, ctx.viewer.id]));
    const holderIds = await holdersOf(tx.sql, input.id);
    await tx.sql.run(drop, [input.id]);
    await tx.emit(mediaChanged, { mediaId: input.id, holderIds });
    return { ok: true };
  });
  await removeFiles(ctx.app, [input.id]);
  return done;
}
