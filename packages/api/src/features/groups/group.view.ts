import type { GroupJoining, GroupRole, GroupView, GroupVisibility } from '@rookery/contract';
import type { Reading } from '../../kernel/app.ts';
import { found } from '../../kernel/errors.ts';
import type { Links } from '../../kernel/ports.ts';
import { epochMs, statement } from '../../kernel/sql.ts';
import { mediaOf, type StoredMedia, toMediaView } from '../media/index.ts';
import { isInvited, maySeeGroup } from './visibility.ts';

/** What `groupColumns` selects. */
export interface GroupRow {
  id: string;
  name: string;
  description: string;
  visibility: GroupVisibility;
  joining: GroupJoining;
  member_count: number;
  post_count: number;
  created_ms: number;
  avatar: StoredMedia | null;
  banner: StoredMedia | null;
  role: GroupRole | null;
  requested: boolean;
  invited: boolean;
}

/** Columns of a group in a statement whose alias for it is `g`, and of how a viewer stands to it. */
export function groupColumns(viewer: string): string {
  return `g.id, g.name, g.description, g.visibility, g.joining, g.member_count, g.post_count, ${epochMs('g.created_at')} as created_ms,
    ${mediaOf('g.avatar_id')} as avatar, ${mediaOf('g.banner_id')} as banner, ${standingColumns('g.id', viewer)}`;
}

/** Columns that say how a viewer, who may be null, stands to the group whose id is given. */
export function standingColumns(groupId: string, viewer: string): string {
  return `(select m.role from community_member m where m.community_id = ${groupId} and m.profile_id = ${viewer}::uuid) as role,
    exists (select from community_request r where r.community_id = ${groupId} and r.profile_id = ${viewer}::uuid offset 0) as requested,
    ${isInvited(groupId, viewer)} as invited`;
}

const selectOne = statement<GroupRow>(
  'groups.one',
  `select ${groupColumns('$2')} from community g where g.id = $1 and ${maySeeGroup('g', '$2')}`,
);

/** One group as a viewer sees it, or `not_found`. */
export async function readGroup(read: Reading, viewerId: string | null, id: string): Promise<GroupView> {
  return toGroupView(read.links, found(await read.sql.first(selectOne, [id, viewerId])), viewerId);
}

/** The group of a row as the wire has it. */
export function toGroupView(links: Links, row: GroupRow, viewerId: string | null): GroupView {
  const { id, name, description, visibility, joining, role, requested, invited } = row;
  const picture = (media: StoredMedia | null) => media && toMediaView(links, media, visibility === 'public');
  return {
    id,
    name,
    description,
    avatar: picture(row.avatar),
    banner: picture(row.banner),
    visibility,
    joining,
    memberCount: row.member_count,
    postCount: row.post_count,
    createdAt: new Date(row.created_ms),
    viewer: viewerId === null ? null : { role, requested, invited },
  };
}
