import type { ById, Done } from '@rookery/contract';
import type { Transaction } from '../../kernel/app.ts';
import type { SignedInCall } from '../../kernel/context.ts';
import { statement } from '../../kernel/sql.ts';
import { transact } from '../../kernel/transaction.ts';
import { releaseMedia } from '../media/index.ts';
import { groupDeleted } from './groups.events.ts';
import { lockGroupFor } from './locked-group.ts';

const hide = statement('groups.hide', 'update community set deleted_at = $2 where id = $1 and deleted_at is null');

/** Deletes a group that the caller owns: nobody sees it any more, and jobs clear what is in it. */
export async function deleteGroup({ ctx, input }: SignedInCall<ById>): Promise<Done> {
  return transact(ctx, async (tx) => {
    await lockGroupFor(tx, { groupId: input.id, callerId: ctx.viewer.id }, 'delete');
    await hideGroup(tx, input.id);
    return { ok: true };
  });
}

/** Hides a locked group for good. */
export async function hideGroup(tx: Transaction, groupId: string): Promise<void> {
  await tx.sql.run(hide, [groupId, tx.app.clock.now()]);
  await tx.emit(groupDeleted, { groupId });
}

const rowsAtOnce = 2000;
const rest = ['community_invite', 'community_request', 'community_ban', 'community_member'] as const;
const removals = rest.map((table) =>
  statement(
    `groups.clear-${table}`,
    `delete from ${table} where community_id = $1 and profile_id in (select profile_id from ${table} where community_id = $1 limit ${rowsAtOnce})`,
  ),
);
const drop = statement('groups.drop', 'delete from community where id = $1 and deleted_at is not null');

/** Removes some of what is left of a deleted group in which nothing is written any more; tells whether there is more. */
export async function clearGroup(tx: Transaction, groupId: string): Promise<boolean> {
  for (const removal of removals) if ((await tx.sql.run(removal, [groupId])) > 0) return true;
  await releaseMedia(tx, groupId);
  await tx.sql.run(drop, [groupId]);
  return false;
}
