import type { FollowRequestView, FriendRequestView } from '@rookery/contract';
import { z } from 'zod';
import type { App, LiveEventDefinition, Transaction } from '../../kernel/app.ts';
import type { JournalRow } from '../../kernel/journal.ts';
import { defineLiveEvent, idOfTopic, userTopic } from '../../kernel/live.ts';
import { hydrateFollowRequestsForEach } from './follow-request.view.ts';
import { hydrateFriendRequestsForEach } from './friends/friend-request.view.ts';

const Ref = z.object({ requestId: z.string() });
type Ref = z.infer<typeof Ref>;

/** Somebody asks a private profile whether he may follow it. */
export function recordFollowRequest(tx: Transaction, followeeId: string, requestId: string): void {
  tx.record(userTopic(followeeId), 'follow.request', { requestId } satisfies Ref);
}

/** Somebody asks a profile to be friends. */
export function recordFriendRequest(tx: Transaction, receiverId: string, requestId: string): void {
  tx.record(userTopic(receiverId), 'friend.request', { requestId } satisfies Ref);
}

/** A friend request was answered or taken back, so far as these may know. */
export function recordFriendUpdate(tx: Transaction, profileIds: readonly string[], requestId: string): void {
  for (const id of profileIds) tx.record(userTopic(id), 'friend.updated', { requestId } satisfies Ref);
}

interface Wanted {
  viewerId: string;
  requestId: string;
}

/** How rows of the journal get the requests that they name, each as its reader sees it. */
function withRequest<View extends FollowRequestView | FriendRequestView>(
  hydrate: (app: App, wanted: readonly Wanted[]) => Promise<(View | null)[]>,
): (app: App, rows: readonly JournalRow[]) => Promise<Map<string, { request: View }>> {
  return async (app, rows) => {
    const views = await hydrate(app, rows.map(wantedOf));
    return new Map(
      rows.flatMap(({ id }, index) => {
        const request = views[index];
        return request ? [[id, { request }] as const] : [];
      }),
    );
  };
}

function wantedOf(row: JournalRow): Wanted {
  return { viewerId: idOfTopic(row), requestId: Ref.parse(row.ref).requestId };
}

/** How requests reach the devices of those whom they concern. */
export const graphEvents: readonly LiveEventDefinition[] = [
  defineLiveEvent({ type: 'follow.request', hydrate: withRequest(hydrateFollowRequestsForEach) }),
  defineLiveEvent({ type: 'friend.request', hydrate: withRequest(hydrateFriendRequestsForEach) }),
  defineLiveEvent({ type: 'friend.updated', hydrate: withRequest(hydrateFriendRequestsForEach) }),
];
