import type { CreateGroupInput, GroupView } from '@rookery/contract';
import type { SignedInCall } from '../../kernel/context.ts';
import { newId } from '../../kernel/id.ts';
import { statement } from '../../kernel/sql.ts';
import { transact } from '../../kernel/transaction.ts';
import { readGroup } from './group.view.ts';
import { showPictures } from './group-pictures.ts';
import { addMember, refuseMoreOwned } from './membership.ts';

const insert = statement(
  'groups.insert',
  `insert into community (id, name, terms, description, visibility, joining, avatar_id, banner_id, created_at)
   values ($1, $2, name_terms('', $2), $3, $4, $5, $6, $7, $8)`,
);

/** Begins a group, whose first owner the caller is. */
export async function createGroup({ ctx, input }: SignedInCall<CreateGroupInput>): Promise<GroupView> {
  const { name, description, visibility, joining, avatarId = null, bannerId = null } = input;
  const profileId = ctx.viewer.id;
  return transact(ctx, async (tx) => {
    const id = newId();
    await showPictures(tx, { groupId: id, ownerId: profileId }, input);
    await refuseMoreOwned(tx, profileId);
    await tx.sql.run(insert, [id, name, description, visibility, joining, avatarId, bannerId, tx.app.clock.now()]);
    await addMember(tx, { groupId: id, profileId }, 'owner');
    return readGroup(tx, profileId, id);
  });
}
