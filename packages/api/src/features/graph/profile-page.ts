import type { ProfileView } from '@rookery/contract';
import type { Reading } from '../../kernel/app.ts';
import { hydrateProfiles } from './hydrate-profiles.ts';

/** Where a list that runs from new to old begins: above every id. */
export const beforeNewest = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** Profiles in the order of their ids; those deleted meanwhile are left out. */
export async function presentProfiles(
  read: Reading,
  viewerId: string | null,
  ids: readonly string[],
): Promise<ProfileView[]> {
  const profiles = await hydrateProfiles(read, viewerId, ids);
  return ids.flatMap((id) => profiles.get(id) ?? []);
}
