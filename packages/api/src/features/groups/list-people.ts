import type {
  GroupMemberPage,
  GroupMemberView,
  GroupPersonPage,
  GroupRole,
  ListMembersInput,
  OfGroupInput,
} from '@rookery/contract';
import { z } from 'zod';
import type { Reading } from '../../kernel/app.ts';
import type { Call, SignedInCall } from '../../kernel/context.ts';
import { cutPage, defineCursor, pageWith } from '../../kernel/cursor.ts';
import { found } from '../../kernel/errors.ts';
import { highestId } from '../../kernel/id.ts';
import { epochMs, firstRows, type Statement, statement } from '../../kernel/sql.ts';
import { mayMeet } from '../graph/index.ts';
import { type SummaryRow, summaryColumns, toSummary } from '../profiles/index.ts';
import { type GroupDeed, refuseUnless } from './group.policy.ts';
import { readGroup } from './group.view.ts';
import { mayReadGroup } from './visibility.ts';

interface PersonRow extends SummaryRow {
  sort_id: string;
  created_ms: number;
  role: GroupRole;
}

/** People in rows of a table, the latest first, without those whom the viewer may not meet. */
const peopleIn = (
  table: 'community_member' | 'community_request' | 'community_ban',
  { name, role = 'null', condition = 'true' }: { name: string; role?: string; condition?: string },
): Statement<PersonRow> =>
  statement(
    name,
    firstRows(
      `select r.id as sort_id, ${role} as role, ${epochMs('r.created_at')} as created_ms, ${summaryColumns('p')}
       from ${table} r join profile p on p.id = r.profile_id
       where r.community_id = $1 and r.id < $3 and ${condition} and ${mayMeet('p', '$2')} order by r.id desc`,
      '$4',
    ),
  );

const members = peopleIn('community_member', { name: 'groups.members', role: 'r.role' });
const inRole = peopleIn('community_member', {
  name: 'groups.members-in-role',
  role: 'r.role',
  condition: 'r.role = $5',
});
const requests = peopleIn('community_request', { name: 'groups.requests' });
const bans = peopleIn('community_ban', { name: 'groups.bans' });

const selectReadable = statement<{ id: string }>(
  'groups.readable',
  `select g.id from community g where g.id = $1 and ${mayReadGroup('g.id', '$2')}`,
);

/** Refuses with `not_found` unless the viewer may read what is written in a group and see who is in it. */
export async function assertReadable({ sql }: Reading, viewerId: string | null, groupId: string): Promise<void> {
  found(await sql.first(selectReadable, [groupId, viewerId]));
}

/** Members of a group, the latest first. */
export async function listMembers({ ctx, input }: Call<ListMembersInput>): Promise<GroupMemberPage> {
  const viewerId = ctx.viewer?.id ?? null;
  await assertReadable(ctx.app, viewerId, input.id);
  const cursor = defineCursor(`groups.members.${input.role ?? 'all'}`, z.uuid());
  const window = [input.id, viewerId, cursor.decode(input.cursor) ?? highestId, input.limit + 1];
  const { sql, links } = ctx.app;
  const rows = input.role ? await sql.rows(inRole, [...window, input.role]) : await sql.rows(members, window);
  const page = cutPage(rows, input.limit, (row) => cursor.encode(row.sort_id));
  const toMember = (row: PersonRow): GroupMemberView => ({
    profile: toSummary(links, row),
    role: row.role,
    joinedAt: new Date(row.created_ms),
  });
  return pageWith(page.rows.map(toMember), page.nextCursor);
}

/** Those who wait to join a group, the latest first. */
export async function listRequests(call: SignedInCall<OfGroupInput>): Promise<GroupPersonPage> {
  return listForStaff(call, requests, { name: 'groups.requests', deed: 'answerRequests' });
}

/** Those who were banned from a group, the latest first. */
export async function listBans(call: SignedInCall<OfGroupInput>): Promise<GroupPersonPage> {
  return listForStaff(call, bans, { name: 'groups.bans', deed: 'ban' });
}

async function listForStaff(
  { ctx, input }: SignedInCall<OfGroupInput>,
  rows: Statement<PersonRow>,
  { name, deed }: { name: string; deed: GroupDeed },
): Promise<GroupPersonPage> {
  const group = await readGroup(ctx.app, ctx.viewer.id, input.id);
  refuseUnless(group.viewer?.role ?? null, deed);
  const cursor = defineCursor(name, z.uuid());
  const { sql, links } = ctx.app;
  const window = [input.id, ctx.viewer.id, cursor.decode(input.cursor) ?? highestId, input.limit + 1];
  const page = cutPage(await sql.rows(rows, window), input.limit, (row) => cursor.encode(row.sort_id));
  return pageWith(
    page.rows.map((row) => ({ profile: toSummary(links, row), createdAt: new Date(row.created_ms) })),
    page.nextCursor,
  );
}
