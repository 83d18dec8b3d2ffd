import type { ById, GroupPage, GroupView, ListGroupsInput } from '@rookery/contract';
import { z } from 'zod';
import type { Call } from '../../kernel/context.ts';
import { cutPage, defineCursor, pageWith } from '../../kernel/cursor.ts';
import { highestId } from '../../kernel/id.ts';
import { firstRows, type Statement, statement } from '../../kernel/sql.ts';
import { type GroupRow, groupColumns, readGroup, toGroupView } from './group.view.ts';
import { maySeeGroup } from './visibility.ts';

/** One group. */
export async function getGroup({ ctx, input }: Call<ById>): Promise<GroupView> {
  return readGroup(ctx.app, ctx.viewer?.id ?? null, input.id);
}

const cursor = defineCursor('groups.list', z.uuid());
const viewer = '$1::uuid';

/** SQL: the first groups below an id ($2) that a source gives, as the viewer sees them. */
const listOf = (name: string, source: string): Statement<GroupRow> =>
  statement(
    name,
    `select ${groupColumns(viewer)} from (${firstRows(`select id from (${source}) seen order by id desc`, '$3')}) page
     cross join lateral (select * from community where community.id = page.id offset 0) g order by g.id desc`,
  );

const place = 'community_id < $2';
const idsIn = (table: 'community_member' | 'community_invite', condition: string) =>
  `select g.id from ${table} t join community g on g.id = t.community_id
   where t.profile_id = ${viewer} and t.${place} and g.deleted_at is null and ${condition}`;
const firstOf = (source: string) => `(${source} order by id desc limit 101)`;
const publicOnes = `select id from community where deleted_at is null and visibility = 'public' and id < $2`;

// NOTE: each source is cut to a page by its own index, however many groups are private and not the viewer's.
const all = listOf(
  'groups.list',
  [
    firstOf(publicOnes),
    firstOf(idsIn('community_member', `g.visibility = 'private'`)),
    firstOf(idsIn('community_invite', `g.visibility = 'private'`)),
  ].join(' union '),
);
const mine = listOf('groups.mine', firstOf(idsIn('community_member', 'true')));

// NOTE: materialized, since a plan that sees the order and the limit takes the walk of everything for short.
const named = (name: string, condition: string) =>
  listOf(
    name,
    `with matched as materialized (
       select * from community c where c.deleted_at is null and c.terms @@ (select name_query($4, false))
     ) select id from matched where id < $2 and ${condition}`,
  );
const isMine = `exists (select from community_member m where m.community_id = matched.id and m.profile_id = ${viewer} offset 0)`;
const statements = {
  all: { plain: all, named: named('groups.list-named', maySeeGroup('matched', viewer)) },
  mine: { plain: mine, named: named('groups.mine-named', isMine) },
};

/** Groups that are there for the caller, newest first. */
export async function listGroups({ ctx, input }: Call<ListGroupsInput>): Promise<GroupPage> {
  const { sql, links } = ctx.app;
  const viewerId = ctx.viewer?.id ?? null;
  const from = cursor.decode(input.cursor) ?? highestId;
  const { plain, named } = statements[input.mine ? 'mine' : 'all'];
  const window = [viewerId, from, input.limit + 1];
  const found = input.query ? await sql.rows(named, [...window, input.query]) : await sql.rows(plain, window);
  const page = cutPage(found, input.limit, (row) => cursor.encode(row.id));
  return pageWith(
    page.rows.map((row) => toGroupView(links, row, viewerId)),
    page.nextCursor,
  );
}
