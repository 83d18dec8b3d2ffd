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
