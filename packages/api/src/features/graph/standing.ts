import type { ProfileViewer } from '@rookery/contract';
import { noRelation } from '../profiles/index.ts';
import { follows } from './visibility.ts';

/** What `standingColumns` selects. */
export interface StandingRow {
  following: boolean;
  followed_by: boolean;
  follow_requested: boolean;
}

/**
 * Columns that say how a viewer, who may be null, stands to the profile of an alias.
 * NOTE: `offset 0` for the reason that `follows` has it: a viewer may have a million followers.
 */
export function standingColumns(alias: string, viewerParam: string): string {
  const followedBy = `exists (select 1 from follow f where f.follower_id = ${alias}.id and f.followee_id = ${viewerParam}::uuid offset 0)`;
  const requested = `exists (select 1 from follow_request r where r.follower_id = ${viewerParam}::uuid and r.followee_id = ${alias}.id offset 0)`;
  return `${follows(viewerParam, alias)} as following, ${followedBy} as followed_by, ${requested} as follow_requested`;
}

/** How a viewer stands to a profile. */
export function toStanding(row: StandingRow): ProfileViewer {
  return {
    ...noRelation(),
    following: row.following,
    followedBy: row.followed_by,
    followRequested: row.follow_requested,
  };
}
