import type { ProfileChanges } from '@rookery/contract';
import type { Reaction, Transaction } from '../../kernel/app.ts';
import { reactInTransaction } from '../../kernel/event.ts';
import { statement } from '../../kernel/sql.ts';
import { mediaChanged, placeMedia } from '../media/index.ts';

const positions = { avatarId: 0, bannerId: 1 } as const;

/** Condition in SQL: the file `m` is an avatar or a banner, which are for everybody unless the profile is hidden. */
export const profilePictures =
  'exists (select 1 from media_use u join profile p on p.id = u.holder_id where u.media_id = m.id and p.hidden_at is null)';

/** Notes what the profile shows from now on. NOTE: files are locked before the profile, as they are when one is deleted. */
export async function showPictures(tx: Transaction, profileId: string, changes: ProfileChanges): Promise<void> {
  for (const field of ['avatarId', 'bannerId'] as const) {
    const mediaId = changes[field];
    if (mediaId === undefined) continue;
    const place = { ownerId: profileId, holderId: profileId, position: positions[field] };
    await placeMedia(tx, place, { field, mediaId });
  }
}

const countVersion = statement(
  'profiles.count-version',
  'update profile set version = version + 1 where id = any($1::uuid[])',
);

/** What profiles do when a picture changes or goes: views of them that are kept elsewhere are made anew. */
export const profileReactions: readonly Reaction[] = [
  reactInTransaction(mediaChanged, async (tx, { holderIds }) => {
    if (holderIds.length > 0) await tx.sql.run(countVersion, [holderIds]);
  }),
];
