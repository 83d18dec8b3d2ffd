import { z } from 'zod';
import { Id } from './ids.ts';
import { limits } from './limits.ts';
import { MediaView } from './media.ts';
import { pageFields, pageOf } from './page.ts';
import { ProfileSummary } from './profiles.ts';
import { multilineText, singleLineText } from './text.ts';

export const GroupRole = z.enum(['owner', 'moderator', 'member']).describe('What somebody is in a group.');
export type GroupRole = z.infer<typeof GroupRole>;

export const GroupVisibility = z
  .enum(['public', 'private'])
  .describe('Public: everybody sees the group and its posts. Private: it is there for its members alone.');
export type GroupVisibility = z.infer<typeof GroupVisibility>;

export const GroupJoining = z
  .enum(['open', 'request', 'invite'])
  .describe('How one becomes a member: at once, once the staff approves, or by invitation alone.');
export type GroupJoining = z.infer<typeof GroupJoining>;

export const GroupViewer = z
  .object({
    role: GroupRole.nullable().describe('Null: the caller is no member.'),
    requested: z.boolean().describe('The caller asked to join and waits for approval.'),
    invited: z.boolean().describe('The caller has been invited; joining accepts it.'),
  })
  .describe('How the caller stands to a group.');
export type GroupViewer = z.infer<typeof GroupViewer>;

export const GroupView = z
  .object({
    id: Id,
    name: z.string(),
    description: z.string(),
    avatar: MediaView.nullable(),
    banner: MediaView.nullable(),
    visibility: GroupVisibility,
    joining: GroupJoining,
    memberCount: z.int(),
    postCount: z.int().describe('Its posts, replies included.'),
    createdAt: z.date(),
    viewer: GroupViewer.nullable().describe('Null for an anonymous caller.'),
  })
  .describe('A community: people who write to each other about something.');
export type GroupView = z.infer<typeof GroupView>;

export const GroupPage = pageOf(GroupView).describe('A page of groups.');
export type GroupPage = z.infer<typeof GroupPage>;

export const GroupMemberView = z
  .object({ profile: ProfileSummary, role: GroupRole, joinedAt: z.date() })
  .describe('A member of a group.');
export type GroupMemberView = z.infer<typeof GroupMemberView>;

export const GroupMemberPage = pageOf(GroupMemberView).describe('A page of members.');
export type GroupMemberPage = z.infer<typeof GroupMemberPage>;

export const GroupInviteView = z
  .object({
    group: GroupView,
    inviter: ProfileSummary.nullable().describe('Who invited the caller; null when he is not there for him.'),
    createdAt: z.date(),
  })
  .describe('An invitation into a group.');
export type GroupInviteView = z.infer<typeof GroupInviteView>;

export const GroupInvitePage = pageOf(GroupInviteView).describe('A page of invitations.');
export type GroupInvitePage = z.infer<typeof GroupInvitePage>;

export const GroupPersonView = z
  .object({ profile: ProfileSummary, createdAt: z.date() })
  .describe('Somebody who asks to join a group, or was banned from it, and since when.');
export type GroupPersonView = z.infer<typeof GroupPersonView>;

export const GroupPersonPage = pageOf(GroupPersonView).describe('A page of people who stand to a group alike.');
export type GroupPersonPage = z.infer<typeof GroupPersonPage>;

const groupFields = {
  name: singleLineText(limits.groupName).min(1).describe('1 to 50 graphemes.'),
  description: multilineText(limits.groupDescription).describe('Up to 500 graphemes, in several lines.'),
  visibility: GroupVisibility,
  joining: GroupJoining,
  avatarId: Id.nullable().describe('An own image; null takes it away.'),
  bannerId: Id.nullable().describe('An own image; null takes it away.'),
};

export const CreateGroupInput = z
  .strictObject({
    ...groupFields,
    description: groupFields.description.default(''),
    visibility: GroupVisibility.default('public'),
    joining: GroupJoining.default('open'),
    avatarId: Id.optional().describe('An own image.'),
    bannerId: Id.optional().describe('An own image.'),
  })
  .describe('A group to begin; the caller is its first owner.');
export type CreateGroupInput = z.infer<typeof CreateGroupInput>;

export const GroupChanges = z
  .strictObject(groupFields)
  .partial()
  .extend({ id: Id })
  .describe('What to change of a group; absent fields stay.');
export type GroupChanges = z.infer<typeof GroupChanges>;

export const ListGroupsInput = z
  .strictObject({
    query: singleLineText(100).optional().describe('Start of a word in the name.'),
    mine: z.boolean().default(false).describe('Those alone of which the caller is a member.'),
    ...pageFields,
  })
  .describe('Which groups, newest first.');
export type ListGroupsInput = z.infer<typeof ListGroupsInput>;

export const GroupFeedInput = z
  .strictObject({ groupId: Id, ...pageFields })
  .describe('Which posts of a group, newest first.');
export type GroupFeedInput = z.infer<typeof GroupFeedInput>;

export const OfGroupInput = z
  .strictObject({ id: Id.describe('Whose list.'), ...pageFields })
  .describe('A list of one group.');
export type OfGroupInput = z.infer<typeof OfGroupInput>;

export const ListMembersInput = z
  .strictObject({
    id: Id.describe('The group.'),
    role: GroupRole.optional().describe('In this role alone.'),
    ...pageFields,
  })
  .describe('Which members of a group, the latest first.');
export type ListMembersInput = z.infer<typeof ListMembersInput>;

export const GroupPersonInput = z
  .strictObject({ id: Id.describe('The group.'), userId: Id })
  .describe('Somebody in his relation to a group.');
export type GroupPersonInput = z.infer<typeof GroupPersonInput>;

export const SetGroupRoleInput = z
  .strictObject({ id: Id.describe('The group.'), userId: Id, role: GroupRole })
  .describe('What a member is to be in a group from now on.');
export type SetGroupRoleInput = z.infer<typeof SetGroupRoleInput>;

export const RemoveMemberInput = z
  .strictObject({
    id: Id.describe('The group.'),
    userId: Id,
    ban: z.boolean().default(false).describe('Whether he is kept from coming back, until the ban is lifted.'),
  })
  .describe('Who is to be a member of a group no more.');
export type RemoveMemberInput = z.infer<typeof RemoveMemberInput>;

export const GroupPostInput = z
  .strictObject({ id: Id.describe('The group.'), postId: Id })
  .describe('A post of a group.');
export type GroupPostInput = z.infer<typeof GroupPostInput>;
