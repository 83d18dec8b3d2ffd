import type { GroupChanges } from '@rookery/contract';
import type { Transaction } from '../../kernel/app.ts';
import { placeMedia } from '../media/index.ts';

const positions = { avatarId: 0, bannerId: 1 } as const;

/** Condition in SQL: the file `m` is a picture of a group that everybody may see. */
export const groupPictures = `exists (select 1 from media_use u join community g on g.id = u.holder_id
    where u.media_id = m.id and g.visibility = 'public' and g.deleted_at is null)`;

/** Notes what the group shows from now on. NOTE: files are locked before the group, as they are when one is deleted. */
export async function showPictures(
  tx: Transaction,
  { groupId, ownerId }: { groupId: string; ownerId: string },
  changes: Pick<GroupChanges, keyof typeof positions>,
): Promise<void> {
  for (const field of ['avatarId', 'bannerId'] as const) {
    const mediaId = changes[field];
    if (mediaId === undefined) continue;
    await placeMedia(tx, { ownerId, holderId: groupId, position: positions[field] }, { field, mediaId });
  }
}
