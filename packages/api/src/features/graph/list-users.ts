import type { ListUsersInput, ProfilePage } from '@rookery/contract';
import { z } from 'zod';
import type { Call } from '../../kernel/context.ts';
import { cutPage, defineCursor, pageWith } from '../../kernel/cursor.ts';
import { highestId } from '../../kernel/id.ts';
import { type Sql, statement } from '../../kernel/sql.ts';
import { presentProfiles } from './profile-page.ts';
import { mayMeet } from './visibility.ts';

const cursor = defineCursor('users.list', z.uuid());

/** Profiles, newest first. */
export async function listUsers({ ctx, input }: Call<ListUsersInput>): Promise<ProfilePage> {
  const { sql } = ctx.app;
  const from = cursor.decode(input.cursor) ?? highestId;
  const viewerId = ctx.viewer?.id ?? null;
  const found = await skeleton(sql, input.query ?? '', [from, input.limit + 1, viewerId]);
  const page = cutPage(found, input.limit, (row) => cursor.encode(row.id));
  return pageWith(
    await presentProfiles(
      ctx.app,
      viewerId,
      page.rows.map((row) => row.id),
    ),
    page.nextCursor,
  );
}

const inPage = `profile.id < $1 and ${mayMeet('profile', '$3')}`;
const all = statement<{ id: string }>(
  'graph.users',
  `select id from profile where ${inPage} order by id desc limit $2`,
);

/** How many of the newest are looked through before the index is asked; a start that many have is found among them. */
const newest = 8000;

const startsSo = 'terms @@ (select name_query($4, false))';
const named = (name: string, source: string) =>
  statement<{ id: string }>(
    name,
    `select profile.id from (${source} order by profile_id desc offset 0) n join profile on profile.id = n.profile_id
     where ${inPage} order by n.profile_id desc limit $2`,
  );

const newestNamed = named(
  'graph.newest-users-named',
  `select profile_id from (
     select profile_id, terms from profile_name where profile_id < $1 order by profile_id desc limit ${newest}
   ) near where ${startsSo}`,
);

// NOTE: materialized, since a plan that sees the order and the limit takes the walk of everything for short.
const usersNamed = named(
  'graph.users-named',
  `with matched as materialized (select profile_id from profile_name where ${startsSo}) select profile_id from matched`,
);

type Window = [from: string, count: number, viewerId: string | null];

async function skeleton(sql: Sql, query: string, window: Window): Promise<{ id: string }[]> {
  if (query === '') return sql.rows(all, window);
  const found = await sql.rows(newestNamed, [...window, query]);
  return found.length === window[1] ? found : sql.rows(usersNamed, [...window, query]);
}
