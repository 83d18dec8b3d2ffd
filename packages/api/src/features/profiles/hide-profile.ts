import type { Transaction } from '../../kernel/app.ts';
import { statement } from '../../kernel/sql.ts';
import { privacyChanged, profileHidden, profileShown } from './profiles.events.ts';

const hide = statement(
  'profiles.hide',
  'update profile set hidden_at = $2, version = version + 1 where id = $1 and hidden_at is null',
);
const show = statement(
  'profiles.show',
  'update profile set hidden_at = null, version = version + 1 where id = $1 and hidden_at is not null',
);

/** Hides a profile, and all that it wrote, from everybody but its owner. */
export async function hideProfile(tx: Transaction, profileId: string): Promise<void> {
  const changed = await tx.sql.run(hide, [profileId, tx.app.clock.now()]);
  if (changed === 0) return;
  await tx.emit(privacyChanged, { profileId });
  await tx.emit(profileHidden, { profileId });
}

/** Shows a hidden profile again. */
export async function showProfile(tx: Transaction, profileId: string): Promise<void> {
  const changed = await tx.sql.run(show, [profileId]);
  if (changed === 0) return;
  await tx.emit(privacyChanged, { profileId });
  await tx.emit(profileShown, { profileId });
}
