import type { GroupInvitePage, PageInput } from '@rookery/contract';
import { z } from 'zod';
import type { SignedInCall } from '../../kernel/context.ts';
import { cutPage, defineCursor, pageWith } from '../../kernel/cursor.ts';
import { highestId } from '../../kernel/id.ts';
import { epochMs, firstRows, statement } from '../../kernel/sql.ts';
import { mayMeet } from '../graph/index.ts';
import { type SummaryRow, summaryColumns, toSummary } from '../profiles/index.ts';
import { type GroupRow, groupColumns, toGroupView } from './group.view.ts';

const cursor = defineCursor('groups.invites', z.uuid());

type Row = GroupRow & { sort_id: string; invited_ms: number; inviter: SummaryRow | null };

const select = statement<Row>(
  'groups.invites',
  firstRows(
    `select i.id as sort_id, ${epochMs('i.created_at')} as invited_ms, ${groupColumns('$1')}, (
       select to_jsonb(s) from (select ${summaryColumns('p')} from profile p where p.id = i.inviter_id and ${mayMeet('p', '$1')}) s
     ) as inviter
     from community_invite i join community g on g.id = i.community_id
     where i.profile_id = $1 and i.id < $2 and g.deleted_at is null order by i.id desc`,
    '$3',
  ),
);

/** The caller's invitations into groups, the latest first. */
export async function listInvites({ ctx, input }: SignedInCall<PageInput>): Promise<GroupInvitePage> {
  const { sql, links } = ctx.app;
  const from = cursor.decode(input.cursor) ?? highestId;
  const rows = await sql.rows(select, [ctx.viewer.id, from, input.limit + 1]);
  const page = cutPage(rows, input.limit, (row) => cursor.encode(row.sort_id));
  return pageWith(
    page.rows.map((row) => ({
      group: toGroupView(links, row, ctx.viewer.id),
      inviter: row.inviter && toSummary(links, row.inviter),
      createdAt: new Date(row.invited_ms),
    })),
    page.nextCursor,
  );
}
