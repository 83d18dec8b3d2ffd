import type { FollowRequestPage, PageInput } from '@rookery/contract';
import { z } from 'zod';
import type { SignedInCall } from '../../kernel/context.ts';
import { cutPage, defineCursor, pageWith } from '../../kernel/cursor.ts';
import { highestId } from '../../kernel/id.ts';
import { statement } from '../../kernel/sql.ts';
import { type FollowRequestRow, followRequestColumns, toFollowRequestView } from './follow-request.view.ts';
import { mayMeet } from './visibility.ts';

const cursor = defineCursor('graph.followRequests', z.uuid());

const pending = statement<FollowRequestRow>(
  'graph.follow-requests',
  `select ${followRequestColumns}
   from follow_request r join profile p on p.id = r.follower_id
   where r.followee_id = $1 and r.id < $2 and ${mayMeet('p', '$1')} order by r.id desc limit $3`,
);

/** Who waits to follow the caller, the latest first. */
export async function listFollowRequests({ ctx, input }: SignedInCall<PageInput>): Promise<FollowRequestPage> {
  const from = cursor.decode(input.cursor) ?? highestId;
  const rows = await ctx.app.sql.rows(pending, [ctx.viewer.id, from, input.limit + 1]);
  const page = cutPage(rows, input.limit, (row) => cursor.encode(row.id));
  return pageWith(
    page.rows.map((row) => toFollowRequestView(ctx.app.links, row)),
    page.nextCursor,
  );
}
