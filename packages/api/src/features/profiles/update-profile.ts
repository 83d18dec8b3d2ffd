import type { ProfileChanges, ProfileView } from '@rookery/contract';
import type { SignedInCall } from '../../kernel/context.ts';
import { found } from '../../kernel/errors.ts';
import { statement } from '../../kernel/sql.ts';
import { transact } from '../../kernel/transaction.ts';
import { ownProfile } from './profile.view.ts';
import { showPictures } from './profile-pictures.ts';
import { privacyChanged } from './profiles.events.ts';

const update = statement(
  'profiles.update',
  `update profile set
     display_name = coalesce($2, display_name), bio = coalesce($3, bio), location = coalesce($4, location),
     website = coalesce($5, website), status = coalesce($6, status), is_private = coalesce($7, is_private),
     avatar_id = case when $8 then $9::uuid else avatar_id end, banner_id = case when $10 then $11::uuid else banner_id end,
     version = version + 1
   where id = $1`,
);

/** Changes the caller's profile. Requests to follow stay as they are when it is private no more. */
export async function updateProfile({ ctx, input }: SignedInCall<ProfileChanges>): Promise<ProfileView> {
  const { id } = ctx.viewer;
  const { displayName, bio, location, website, status, isPrivate } = input;
  const values = [displayName, bio, location, website, status, isPrivate].map((value) => value ?? null);
  const pictures = [input.avatarId, input.bannerId].flatMap((mediaId) => [mediaId !== undefined, mediaId ?? null]);
  return transact(ctx, async (tx) => {
    await showPictures(tx, id, input);
    if (Object.keys(input).length > 0) await tx.sql.run(update, [id, ...values, ...pictures]);
    if (isPrivate !== undefined) await tx.emit(privacyChanged, { profileId: id });
    return found(await ownProfile(tx, id));
  });
}
