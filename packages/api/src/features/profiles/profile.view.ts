import type { ProfileSummary, ProfileView, ProfileViewer } from '@rookery/contract';
import type { Reading } from '../../kernel/app.ts';
import type { Links } from '../../kernel/ports.ts';
import { epochMs, statement } from '../../kernel/sql.ts';
import { mediaOf, type StoredMedia, toMediaView } from '../media/index.ts';

/** What `profileColumns` selects. */
export interface ProfileRow {
  id: string;
  username: string;
  display_name: string;
  bio: string;
  location: string;
  website: string;
  status: string;
  is_private: boolean;
  is_bot: boolean;
  follower_count: number;
  following_count: number;
  friend_count: number;
  post_count: number;
  created_ms: number;
  avatar: StoredMedia | null;
  banner: StoredMedia | null;
}

/** Columns of a profile in a statement whose alias for it is `alias`. */
export function profileColumns(alias: string): string {
  const plain =
    'id username display_name bio location website status is_private is_bot follower_count following_count friend_count post_count';
  return `${plain
    .split(' ')
    .map((column) => `${alias}.${column}`)
    .join(', ')}, ${epochMs(`${alias}.created_at`)} as created_ms,
    ${mediaOf(`${alias}.avatar_id`)} as avatar, ${mediaOf(`${alias}.banner_id`)} as banner`;
}

/** What `summaryColumns` selects. */
export interface SummaryRow {
  profile_id: string;
  username: string;
  display_name: string;
  is_bot: boolean;
  avatar: StoredMedia | null;
}

/** Columns of a profile's summary in a statement whose alias for it is `alias`. */
export function summaryColumns(alias: string): string {
  return `${alias}.id as profile_id, ${alias}.username, ${alias}.display_name, ${alias}.is_bot,
    ${mediaOf(`${alias}.avatar_id`)} as avatar`;
}

/** The summary of a row of `summaryColumns`. */
export function toSummary(links: Links, row: SummaryRow): ProfileSummary {
  const { profile_id: id, username, display_name: displayName, is_bot: isBot } = row;
  return { id, username, displayName, avatar: openMedia(links, row.avatar), isBot };
}

/** A profile as the wire has it, for a viewer whose standing is given. */
export function toProfileView(links: Links, row: ProfileRow, viewer: ProfileViewer | null): ProfileView {
  return {
    id: row.id,
    username: row.username,
    displayName: row.display_name,
    bio: row.bio,
    location: row.location,
    website: row.website,
    status: row.status,
    avatar: openMedia(links, row.avatar),
    banner: openMedia(links, row.banner),
    isPrivate: row.is_private,
    isBot: row.is_bot,
    createdAt: new Date(row.created_ms),
    followerCount: row.follower_count,
    followingCount: row.following_count,
    friendCount: row.friend_count,
    postCount: row.post_count,
    viewer,
  };
}

/** NOTE: avatars and banners are for everybody, those of private profiles too. */
function openMedia(links: Links, media: StoredMedia | null): ProfileView['avatar'] {
  return media && toMediaView(links, media, true);
}

const nobody: ProfileViewer = {
  following: false,
  followedBy: false,
  followRequested: false,
  friend: false,
  friendRequest: null,
  blocking: false,
  muting: false,
};

/** How somebody stands to a profile as long as nothing is known of the two. */
function noRelation(): ProfileViewer {
  return { ...nobody };
}

const selectOwn = statement<ProfileRow>('profiles.own', `select ${profileColumns('p')} from profile p where p.id = $1`);

/** The own profile of an account, as its owner sees it. */
export async function ownProfile({ sql, links }: Reading, id: string): Promise<ProfileView | null> {
  const row = await sql.first(selectOwn, [id]);
  return row && toProfileView(links, row, noRelation());
}
