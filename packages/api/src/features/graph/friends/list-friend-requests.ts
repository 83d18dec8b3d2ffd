import type { FriendDirection, FriendRequestPage, ListFriendRequestsInput } from '@rookery/contract';
import { z } from 'zod';
import type { SignedInCall } from '../../../kernel/context.ts';
import { cutPage, defineCursor, pageWith } from '../../../kernel/cursor.ts';
import { highestId } from '../../../kernel/id.ts';
import { type Statement, statement } from '../../../kernel/sql.ts';
import { mayMeetId } from '../visibility.ts';
import { type FriendRequestRow, friendRequestColumns, toFriendRequestView } from './friend-request.view.ts';

const cursor = defineCursor('friends.requests', z.uuid());

const columnsOf = {
  incoming: { own: 'receiver_id', other: 'sender_id', status: 'status' },
  outgoing: { own: 'sender_id', other: 'receiver_id', status: 'sender_status' },
} as const satisfies Record<FriendDirection, object>;

function requests(direction: FriendDirection, which: 'all' | 'of-status'): Statement<FriendRequestRow> {
  const { own, other, status } = columnsOf[direction];
  return statement(
    `graph.friend-requests-${direction}-${which}`,
    `select ${friendRequestColumns(String(direction === 'incoming'))}
     from (
       select q.id, q.${other} as other_id from friend_request q
       where q.${own} = $1 and q.id < $2 ${which === 'all' ? '' : `and q.${status} = $4`} and ${mayMeetId(`q.${other}`, '$1')}
       order by q.id desc limit $3
     ) page join friend_request r on r.id = page.id join profile p on p.id = page.other_id
     order by page.id desc`,
  );
}

const all = { incoming: requests('incoming', 'all'), outgoing: requests('outgoing', 'all') };
const ofStatus = { incoming: requests('incoming', 'of-status'), outgoing: requests('outgoing', 'of-status') };

/** Friend requests that the caller received or sent, the latest first. */
export async function listFriendRequests({
  ctx,
  input,
}: SignedInCall<ListFriendRequestsInput>): Promise<FriendRequestPage> {
  const { direction, status, limit } = input;
  const { sql, links } = ctx.app;
  const window = [ctx.viewer.id, cursor.decode(input.cursor) ?? highestId, limit + 1];
  const rows = await (status ? sql.rows(ofStatus[direction], [...window, status]) : sql.rows(all[direction], window));
  const page = cutPage(rows, limit, (row) => cursor.encode(row.id));
  return pageWith(
    page.rows.map((row) => toFriendRequestView(links, row)),
    page.nextCursor,
  );
}
