import {
  AddMembersInput,
  ByConversationId,
  ConversationMemberPage,
  ConversationView,
  CreateConversationInput,
  Done,
  MuteConversationInput,
  OfConversationInput,
  OfMemberInput,
  SetConversationRoleInput,
  UpdateConversationInput,
} from '@rookery/contract';
import type { TRPCRouterRecord } from '@trpc/server';
import { signedIn } from '../../kernel/trpc.ts';
import { addConversationMembers } from './add-members.ts';
import { acceptMessageRequest, declineMessageRequest } from './answer-request.ts';
import { createGroupConversation } from './create-group.ts';
import { leaveConversation } from './leave-conversation.ts';
import { listConversationMembers } from './list-members.ts';
import { muteConversation, unmuteConversation } from './mute-conversation.ts';
import { removeConversationMember } from './remove-member.ts';
import { setConversationRole } from './set-role.ts';
import { updateConversation } from './update-conversation.ts';

/** Joins the routes of chat: who takes part in conversations, and how. */
export const conversationsRoutes = {
  createGroup: signedIn({
    doc: 'Begins a group conversation, whose owner is the caller; with those who do not know him it waits among their requests.',
    scope: 'write:chat',
    rest: 'POST /conversations',
    created: '/conversations/{id}',
    effect: 'create',
  })
    .input(CreateConversationInput)
    .output(ConversationView)
    .mutation(createGroupConversation),

  update: signedIn({
    doc: 'Gives a group conversation another title or picture; for its owners and admins.',
    scope: 'write:chat',
    rest: 'PATCH /conversations/{conversationId}',
    effect: 'update',
  })
    .input(UpdateConversationInput)
    .output(ConversationView)
    .mutation(updateConversation),

  members: signedIn({
    doc: 'Lists the members of a conversation, those who joined first at the head.',
    scope: 'read:chat',
    rest: 'GET /conversations/{conversationId}/members',
  })
    .input(OfConversationInput)
    .output(ConversationMemberPage)
    .query(listConversationMembers),

  addMembers: signedIn({
    doc: 'Brings people into a group conversation, who read from then on; for its owners and admins.',
    scope: 'write:chat',
    rest: 'POST /conversations/{conversationId}/members',
    effect: 'create',
  })
    .input(AddMembersInput)
    .output(ConversationView)
    .mutation(addConversationMembers),

  removeMember: signedIn({
    doc: 'Takes somebody out of a group conversation: admins a member, owners an admin as well.',
    scope: 'write:chat',
    rest: 'DELETE /conversations/{conversationId}/members/{userId}',
    effect: 'delete',
  })
    .input(OfMemberInput)
    .output(ConversationView)
    .mutation(removeConversationMember),

  setRole: signedIn({
    doc: 'Makes a member of a group conversation that the caller owns an owner, an admin or a plain member.',
    scope: 'write:chat',
    rest: 'PUT /conversations/{conversationId}/members/{userId}/role',
    effect: 'update',
  })
    .input(SetConversationRoleInput)
    .output(ConversationView)
    .mutation(setConversationRole),

  leave: signedIn({
    doc: 'Leaves a group conversation; the last owner leaves it to the oldest admin, or else to the oldest member.',
    scope: 'write:chat',
    rest: 'POST /conversations/{conversationId}/leave',
    effect: 'delete',
  })
    .input(ByConversationId)
    .output(Done)
    .mutation(leaveConversation),

  mute: signedIn({
    doc: 'Mutes a conversation, for good or until some time.',
    scope: 'write:chat',
    rest: 'PUT /conversations/{conversationId}/mute',
    effect: 'update',
  })
    .input(MuteConversationInput)
    .output(ConversationView)
    .mutation(muteConversation),

  unmute: signedIn({
    doc: 'Mutes a conversation no more.',
    scope: 'write:chat',
    rest: 'DELETE /conversations/{conversationId}/mute',
    effect: 'delete',
  })
    .input(ByConversationId)
    .output(ConversationView)
    .mutation(unmuteConversation),

  acceptRequest: signedIn({
    doc: 'Takes a conversation that waits among the requests of the caller into the inbox.',
    scope: 'write:chat',
    rest: 'POST /conversations/{conversationId}/accept',
    effect: 'update',
  })
    .input(ByConversationId)
    .output(ConversationView)
    .mutation(acceptMessageRequest),

  declineRequest: signedIn({
    doc: 'Declines a conversation that waits among the requests of the caller, which the other one is not told; a group is left.',
    scope: 'write:chat',
    rest: 'POST /conversations/{conversationId}/decline',
    effect: 'delete',
  })
    .input(ByConversationId)
    .output(Done)
    .mutation(declineMessageRequest),
} satisfies TRPCRouterRecord;
