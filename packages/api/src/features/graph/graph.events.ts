import { defineEvent } from '../../kernel/event.ts';

/** Somebody follows a profile who did not. */
export const followed = defineEvent<{ followerId: string; followeeId: string }>('graph.followed');

/** Somebody follows a profile no more. */
export const unfollowed = defineEvent<{ followerId: string; followeeId: string }>('graph.unfollowed');

/** Somebody asks to follow a private profile. */
export const followRequested = defineEvent<{ requestId: string; followerId: string; followeeId: string }>(
  'graph.follow-requested',
);

/** A wish to follow was taken back or answered. */
export const followRequestClosed = defineEvent<{ requestId: string; followerId: string; followeeId: string }>(
  'graph.follow-request-closed',
);

/** Somebody blocks a profile; what tied the two has been cut already. */
export const blocked = defineEvent<{ blockerId: string; blockedId: string }>('graph.blocked');

/** Somebody blocks a profile no more. */
export const unblocked = defineEvent<{ blockerId: string; blockedId: string }>('graph.unblocked');

/** Somebody asks a profile to be friends. */
export const friendRequested = defineEvent<{ requestId: string; senderId: string; receiverId: string }>(
  'graph.friend-requested',
);

/** A friend request is pending no more. Its sender must not be told that it was rejected. */
export const friendRequestAnswered = defineEvent<{
  requestId: string;
  senderId: string;
  receiverId: string;
  status: 'accepted' | 'rejected' | 'cancelled';
}>('graph.friend-request-answered');

/** Two profiles are friends. */
export const friended = defineEvent<{ aId: string; bId: string }>('graph.friended');

/** Two profiles are friends no more. */
export const unfriended = defineEvent<{ aId: string; bId: string }>('graph.unfriended');
