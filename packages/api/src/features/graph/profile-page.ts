import type { ProfileView } from '@rookery/contract';
import type { Sql } from '../../kernel/sql.ts';
import { hydrateProfiles } from './hydrate-profiles.ts';

/** Where a list that runs from new to old begins: above every id. */
export const beforeNewest = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** Profiles in the order of their ids; those deleted meanwhile are left out. */
export async function presentProfiles(
  sql: Sql,
  viewerId: string | null,
  ids: readonly string[],
): Promise<ProfileView[]> {
  const profiles = await hydrateProfiles(sql, viewerId, ids);
  return ids.flatMap((id) => profiles.get(id) ?? []);
}
