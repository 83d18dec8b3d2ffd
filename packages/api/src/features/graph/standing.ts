import type { ProfileViewer } from '@rookery/contract';
import { befriended, blocks, follows, mutes } from './visibility.ts';

/** What `standingColumns` selects. */
export interface StandingRow {
  following: boolean;
  followed_by: boolean;
  follow_requested: boolean;
  friend: boolean;
  friend_request: ProfileViewer['friendRequest'];
  blocking: boolean;
  muting: boolean;
}

/**
 * Columns that say how a viewer, who may be null, stands to the profile of an alias.
 * NOTE: `offset 0` for the reason that `follows` has it: a viewer may have a million followers.
 */
export function standingColumns(alias: string, viewerParam: string): string {
  const viewer = `${viewerParam}::uuid`;
  const profile = `${alias}.id`;
  const followedBy = `exists (select 1 from follow f where f.follower_id = ${profile} and f.followee_id = ${viewer} offset 0)`;
  const requested = `exists (select 1 from follow_request r where r.follower_id = ${viewer} and r.followee_id = ${profile} offset 0)`;
  return `${follows(viewerParam, alias)} as following, ${followedBy} as followed_by, ${requested} as follow_requested,
    ${befriended(viewerParam, alias)} as friend,
    case when ${asked(viewer, profile, `in ('pending', 'rejected')`)} then 'outgoing'
      when ${asked(profile, viewer, `= 'pending'`)} then 'incoming' end as friend_request,
    ${blocks(viewer, profile)} as blocking, ${mutes(viewerParam, profile)} as muting`;
}

function asked(senderId: string, receiverId: string, status: string): string {
  return `exists (select 1 from friend_request q
    where q.sender_id = ${senderId} and q.receiver_id = ${receiverId} and q.status ${status} offset 0)`;
}

/** How a viewer stands to a profile. */
export function toStanding(row: StandingRow): ProfileViewer {
  const { following, friend, blocking, muting } = row;
  return {
    following,
    followedBy: row.followed_by,
    followRequested: row.follow_requested,
    friend,
    friendRequest: row.friend_request,
    blocking,
    muting,
  };
}
