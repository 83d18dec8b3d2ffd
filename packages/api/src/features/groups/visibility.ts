/** SQL predicate: a viewer is a member of a group; both are expressions that give an id or null. */
export function isMember(groupId: string, viewer: string): string {
  return `exists (select 1 from community_member where community_member.community_id = ${groupId} and community_member.profile_id = ${viewer}::uuid offset 0)`;
}

/** SQL predicate: a viewer is of a group's staff. */
export function isStaff(groupId: string, viewer: string): string {
  return `exists (select 1 from community_member where community_member.community_id = ${groupId} and community_member.profile_id = ${viewer}::uuid
    and community_member.role <> 'member' offset 0)`;
}

/** SQL predicate: a viewer has been invited into a group. */
export function isInvited(groupId: string, viewer: string): string {
  return `exists (select 1 from community_invite where community_invite.community_id = ${groupId} and community_invite.profile_id = ${viewer}::uuid offset 0)`;
}

/**
 * SQL predicate: a viewer may read what is written in the group whose id is given, and see its members. `or` is a condition
 * that stands in for membership, where there is one.
 */
export function mayReadGroup(groupId: string, viewer: string, or = 'false'): string {
  return `exists (select 1 from community where community.id = ${groupId} and community.deleted_at is null
    and (community.visibility = 'public' or ${or} or ${isMember('community.id', viewer)}) offset 0)`;
}

/** SQL predicate: the group of this alias is there for a viewer: it is public, or he is a member or invited. */
export function maySeeGroup(alias: string, viewer: string): string {
  return `(${alias}.deleted_at is null and (${alias}.visibility = 'public' or ${isMember(`${alias}.id`, viewer)} or ${isInvited(`${alias}.id`, viewer)}))`;
}

/** SQL predicate: everybody may read what is written in the group whose id is given. */
export function isPublicGroup(groupId: string): string {
  return `exists (select 1 from community where community.id = ${groupId} and community.deleted_at is null and community.visibility = 'public' offset 0)`;
}
