import type { FollowRequestPage, FollowRequestView, PageInput } from '@rookery/contract';
import { z } from 'zod';
import type { SignedInCall } from '../../kernel/context.ts';
import { cutPage, defineCursor, pageWith } from '../../kernel/cursor.ts';
import type { Links } from '../../kernel/ports.ts';
import { epochMs, statement } from '../../kernel/sql.ts';
import { type SummaryRow, summaryColumns, toSummary } from '../profiles/index.ts';
import { beforeNewest } from './profile-page.ts';

const cursor = defineCursor('graph.followRequests', z.uuid());

type Row = SummaryRow & { id: string; created_ms: number };

const pending = statement<Row>(
  'graph.follow-requests',
  `select r.id, ${epochMs('r.created_at')} as created_ms, ${summaryColumns('p')}
   from follow_request r join profile p on p.id = r.follower_id
   where r.followee_id = $1 and r.id < $2 order by r.id desc limit $3`,
);

/** Who waits to follow the caller, the latest first. */
export async function listFollowRequests({ ctx, input }: SignedInCall<PageInput>): Promise<FollowRequestPage> {
  const from = cursor.decode(input.cursor) ?? beforeNewest;
  const rows = await ctx.app.sql.rows(pending, [ctx.viewer.id, from, input.limit + 1]);
  const page = cutPage(rows, input.limit, (row) => cursor.encode(row.id));
  return pageWith(
    page.rows.map((row) => toView(ctx.app.links, row)),
    page.nextCursor,
  );
}

function toView(links: Links, row: Row): FollowRequestView {
  return { id: row.id, follower: toSummary(links, row), createdAt: new Date(row.created_ms) };
}
