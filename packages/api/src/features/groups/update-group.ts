import type { GroupChanges, GroupView } from '@rookery/contract';
import type { SignedInCall } from '../../kernel/context.ts';
import { statement } from '../../kernel/sql.ts';
import { transact } from '../../kernel/transaction.ts';
import { readGroup } from './group.view.ts';
import { showPictures } from './group-pictures.ts';
import { lockGroupFor } from './locked-group.ts';

const update = statement(
  'groups.update',
  `update community set name = coalesce($2, name), terms = case when $2::text is null then terms else name_terms('', $2) end, description = coalesce($3, description),
     visibility = coalesce($4, visibility), joining = coalesce($5, joining),
     avatar_id = case when $6 then $7::uuid else avatar_id end, banner_id = case when $8 then $9::uuid else banner_id end
   where id = $1`,
);

/** Changes a group that the caller owns. Those who wait to join it go on waiting, however it is joined from now on. */
export async function updateGroup({ ctx, input }: SignedInCall<GroupChanges>): Promise<GroupView> {
  const { id, name, description, visibility, joining } = input;
  const values = [name, description, visibility, joining].map((value) => value ?? null);
  const pictures = [input.avatarId, input.bannerId].flatMap((mediaId) => [mediaId !== undefined, mediaId ?? null]);
  return transact(ctx, async (tx) => {
    await showPictures(tx, { groupId: id, ownerId: ctx.viewer.id }, input);
    await lockGroupFor(tx, { groupId: id, callerId: ctx.viewer.id }, 'update');
    await tx.sql.run(update, [id, ...values, ...pictures]);
    return readGroup(tx, ctx.viewer.id, id);
  });
}
