import type { FollowRequestView } from '@rookery/contract';
import type { Reading } from '../../kernel/app.ts';
import type { Links } from '../../kernel/ports.ts';
import { epochMs, statement } from '../../kernel/sql.ts';
import { type SummaryRow, summaryColumns, toSummary } from '../profiles/index.ts';
import { mayMeet } from './visibility.ts';

/** What `followRequestColumns` selects. */
export interface FollowRequestRow extends SummaryRow {
  id: string;
  created_ms: number;
}

/** Columns of a request `r` and of its follower's profile `p`. */
export const followRequestColumns = `r.id, ${epochMs('r.created_at')} as created_ms, ${summaryColumns('p')}`;

/** A request to follow as the wire has it. */
export function toFollowRequestView(links: Links, row: FollowRequestRow): FollowRequestView {
  return { id: row.id, follower: toSummary(links, row), createdAt: new Date(row.created_ms) };
}

const selectForEach = statement<FollowRequestRow & { n: number }>(
  'graph.follow-requests-for-each',
  `select w.n::int as n, ${followRequestColumns}
   from unnest($1::uuid[], $2::uuid[]) with ordinality as w(viewer_id, request_id, n)
   join follow_request r on r.id = w.request_id and r.followee_id = w.viewer_id join profile p on p.id = r.follower_id
   where ${mayMeet('p', 'w.viewer_id')}`,
);

/** Requests to follow the one who reads; null for one that is gone or of somebody blocked either way. */
export async function hydrateFollowRequestsForEach(
  { sql, links }: Reading,
  wanted: readonly { viewerId: string; requestId: string }[],
): Promise<(FollowRequestView | null)[]> {
  if (wanted.length === 0) return [];
  const rows = await sql.rows(selectForEach, [
    wanted.map(({ viewerId }) => viewerId),
    wanted.map(({ requestId }) => requestId),
  ]);
  const views = new Map(rows.map((row) => [row.n, toFollowRequestView(links, row)]));
  return wanted.map((_, index) => views.get(index + 1) ?? null);
}
