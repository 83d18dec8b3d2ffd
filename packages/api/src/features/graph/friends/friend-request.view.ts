import type { FriendRequestStatus, FriendRequestView } from '@rookery/contract';
import type { Reading } from '../../../kernel/app.ts';
import { found } from '../../../kernel/errors.ts';
import type { Links } from '../../../kernel/ports.ts';
import { dateOrNull, epochMs, statement } from '../../../kernel/sql.ts';
import { type SummaryRow, summaryColumns, toSummary } from '../../profiles/index.ts';
import { mayMeet } from '../visibility.ts';

/** What `friendRequestColumns` selects. */
export interface FriendRequestRow extends SummaryRow {
  id: string;
  incoming: boolean;
  status: FriendRequestStatus;
  created_ms: number;
  answered_ms: number | null;
}

/**
 * Columns of a request `r` and of the other one's profile `p`; `incoming` is an expression.
 * NOTE: for its sender a request that was rejected is pending, as if nobody had answered.
 */
export function friendRequestColumns(incoming: string): string {
  return `r.id, ${incoming} as incoming, case when ${incoming} then r.status else r.sender_status end as status,
    ${epochMs('r.created_at')} as created_ms,
    case when ${incoming} or r.status <> 'rejected' then ${epochMs('r.answered_at')} end as answered_ms, ${summaryColumns('p')}`;
}

/** A request as the wire has it. */
export function toFriendRequestView(links: Links, row: FriendRequestRow): FriendRequestView {
  return {
    id: row.id,
    direction: row.incoming ? 'incoming' : 'outgoing',
    profile: toSummary(links, row),
    status: row.status,
    createdAt: new Date(row.created_ms),
    answeredAt: dateOrNull(row.answered_ms),
  };
}

const incoming = '(r.receiver_id = w.viewer_id)';
const selectForEach = statement<FriendRequestRow & { n: number }>(
  'graph.friend-requests-for-each',
  `select w.n::int as n, ${friendRequestColumns(incoming)}
   from unnest($1::uuid[], $2::uuid[]) with ordinality as w(viewer_id, request_id, n)
   join friend_request r on r.id = w.request_id and w.viewer_id in (r.sender_id, r.receiver_id)
   join profile p on p.id = case when ${incoming} then r.sender_id else r.receiver_id end
   where ${mayMeet('p', 'w.viewer_id')}`,
);

/** Requests, each as one of the two sees it; null for one that is not his, is gone, or of somebody blocked either way. */
export async function hydrateFriendRequestsForEach(
  { sql, links }: Reading,
  wanted: readonly { viewerId: string; requestId: string }[],
): Promise<(FriendRequestView | null)[]> {
  if (wanted.length === 0) return [];
  const rows = await sql.rows(selectForEach, [
    wanted.map(({ viewerId }) => viewerId),
    wanted.map(({ requestId }) => requestId),
  ]);
  const views = new Map(rows.map((row) => [row.n, toFriendRequestView(links, row)]));
  return wanted.map((_, index) => views.get(index + 1) ?? null);
}

/** A request as one of the two sees it, or `not_found`. */
export async function getFriendRequest(read: Reading, viewerId: string, requestId: string): Promise<FriendRequestView> {
  const [view] = await hydrateFriendRequestsForEach(read, [{ viewerId, requestId }]);
  return found(view);
}
