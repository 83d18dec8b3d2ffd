import {
  ById,
  Done,
  GroupInvitePage,
  GroupMemberPage,
  GroupPersonInput,
  GroupPersonPage,
  GroupView,
  ListMembersInput,
  OfGroupInput,
  PageInput,
  RemoveMemberInput,
  SetGroupRoleInput,
} from '@rookery/contract';
import type { TRPCRouterRecord } from '@trpc/server';
import { anyone, signedIn } from '../../kernel/trpc.ts';
import { approveRequest, rejectRequest } from './answer-request.ts';
import { acceptInvite, declineInvite, inviteToGroup, revokeInvite } from './invite.ts';
import { listInvites } from './list-invites.ts';
import { listBans, listMembers, listRequests } from './list-people.ts';
import { removeMember, unbanMember } from './remove-member.ts';
import { setGroupRole } from './set-role.ts';

/** Joins the routes of groups: who is in them, and who comes and goes. */
export const peopleRoutes = {
  members: anyone({
    doc: 'Lists the members of a group, the latest first.',
    scope: 'read',
    rest: 'GET /groups/{id}/members',
  })
    .input(ListMembersInput)
    .output(GroupMemberPage)
    .query(listMembers),
  setRole: signedIn({
    doc: 'Makes a member of a group that the caller owns an owner, a moderator or a plain member.',
    scope: 'write:graph',
    effect: 'update',
    rest: 'PUT /groups/{id}/members/{userId}/role',
  })
    .input(SetGroupRoleInput)
    .output(Done)
    .mutation(setGroupRole),
  removeMember: signedIn({
    doc: 'Makes somebody a member of a group no more, and bans him from it if wanted; for its staff.',
    scope: 'write:graph',
    effect: 'delete',
    rest: 'DELETE /groups/{id}/members/{userId}',
  })
    .input(RemoveMemberInput)
    .output(Done)
    .mutation(removeMember),
  bans: signedIn({
    doc: 'Lists who was banned from a group, the latest first; for its staff.',
    scope: 'read',
    rest: 'GET /groups/{id}/bans',
  })
    .input(OfGroupInput)
    .output(GroupPersonPage)
    .query(listBans),
  unban: signedIn({
    doc: 'Lets somebody come back into a group who was banned from it; for its staff.',
    scope: 'write:graph',
    effect: 'delete',
    rest: 'DELETE /groups/{id}/bans/{userId}',
  })
    .input(GroupPersonInput)
    .output(Done)
    .mutation(unbanMember),
  invite: signedIn({
    doc: 'Invites somebody into a group; who asked to join already is let in, if the caller is of its staff.',
    scope: 'write:graph',
    effect: 'create',
    rest: 'POST /groups/{id}/invites',
  })
    .input(GroupPersonInput)
    .output(Done)
    .mutation(inviteToGroup),
  revokeInvite: signedIn({
    doc: "Takes an invitation into a group back: an own one, or as its staff anybody's.",
    scope: 'write:graph',
    effect: 'delete',
    rest: 'DELETE /groups/{id}/invites/{userId}',
  })
    .input(GroupPersonInput)
    .output(Done)
    .mutation(revokeInvite),
  invites: signedIn({
    doc: 'Lists the invitations of the caller into groups, the latest first.',
    scope: 'read',
    rest: 'GET /groups/invites',
  })
    .input(PageInput)
    .output(GroupInvitePage)
    .query(listInvites),
  acceptInvite: signedIn({
    doc: 'Becomes a member of a group into which the caller is invited.',
    scope: 'write:graph',
    effect: 'create',
    rest: 'POST /groups/{id}/invites/accept',
  })
    .input(ById)
    .output(GroupView)
    .mutation(acceptInvite),
  declineInvite: signedIn({
    doc: 'Declines an invitation into a group.',
    scope: 'write:graph',
    effect: 'delete',
    rest: 'POST /groups/{id}/invites/decline',
  })
    .input(ById)
    .output(Done)
    .mutation(declineInvite),
  requests: signedIn({
    doc: 'Lists who waits to join a group, the latest first; for its staff.',
    scope: 'read',
    rest: 'GET /groups/{id}/requests',
  })
    .input(OfGroupInput)
    .output(GroupPersonPage)
    .query(listRequests),
  approveRequest: signedIn({
    doc: 'Lets somebody into a group who asked to join it; for its staff.',
    scope: 'write:graph',
    effect: 'update',
    rest: 'POST /groups/{id}/requests/{userId}/approve',
  })
    .input(GroupPersonInput)
    .output(Done)
    .mutation(approveRequest),
  rejectRequest: signedIn({
    doc: 'Refuses somebody who asked to join a group; for its staff.',
    scope: 'write:graph',
    effect: 'delete',
    rest: 'POST /groups/{id}/requests/{userId}/reject',
  })
    .input(GroupPersonInput)
    .output(Done)
    .mutation(rejectRequest),
} satisfies TRPCRouterRecord;
