import { defineEvent } from '../../kernel/event.ts';

/** Somebody was invited into a group. */
export const groupInvited = defineEvent<{ groupId: string; inviterId: string; inviteeId: string }>('group.invited');

/** An invitation was accepted, declined or taken back. */
export const groupInviteClosed = defineEvent<{ groupId: string; inviterId: string; inviteeId: string }>(
  'group.invite-closed',
);

/** Somebody asks to join a group; `staffIds` are those who may answer. */
export const groupJoinRequested = defineEvent<{ groupId: string; requesterId: string; staffIds: readonly string[] }>(
  'group.join-requested',
);

/** A wish to join was answered or taken back. */
export const groupJoinRequestClosed = defineEvent<{ groupId: string; requesterId: string }>(
  'group.join-request-closed',
);

/** A group was deleted: nobody sees it any more, and what is in it is to be cleared. */
export const groupDeleted = defineEvent<{ groupId: string }>('group.deleted');
