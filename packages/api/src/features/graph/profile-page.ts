import type { ProfileView } from '@rookery/contract';
import type { Reading } from '../../kernel/app.ts';
import { hydrateProfiles } from './hydrate-profiles.ts';

/** Profiles in the order of their ids; those deleted meanwhile are left out. */
export async function presentProfiles(
  read: Reading,
  viewerId: string | null,
  ids: readonly string[],
): Promise<ProfileView[]> {
  const profiles = await hydrateProfiles(read, viewerId, ids);
  return ids.flatMap((id) => profiles.get(id) ?? []);
}
