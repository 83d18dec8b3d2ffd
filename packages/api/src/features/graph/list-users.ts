import type { ListUsersInput, ProfilePage } from '@rookery/contract';
import { z } from 'zod';
import type { Call } from '../../kernel/context.ts';
import { cutPage, defineCursor, pageWith } from '../../kernel/cursor.ts';
import { type Sql, type Statement, statement } from '../../kernel/sql.ts';
import { beforeNewest, presentProfiles } from './profile-page.ts';
import { mayMeet } from './visibility.ts';

const cursor = defineCursor('users.list', z.uuid());

/** Profiles, newest first. */
export async function listUsers({ ctx, input }: Call<ListUsersInput>): Promise<ProfilePage> {
  const { sql } = ctx.app;
  const from = cursor.decode(input.cursor) ?? beforeNewest;
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

const inPage = `id < $1 and ${mayMeet('profile', '$3')}`;
const all = statement<{ id: string }>('graph.users', `select id from profile where ${inPage} order by id desc limit $2`);

// NOTE: not prepared. Whether to search an index or to walk the newest depends on how rare the word is.
const matching: Statement<{ id: string }> = {
  text: `select id from profile where ${inPage} and (username like $4 or display_name ~* $5) order by id desc limit $2`,
};

async function skeleton(sql: Sql, query: string, window: [from: string, count: number, viewerId: string | null]): Promise<{ id: string }[]> {
  if (query === '') return sql.rows(all, window);
  return sql.rows(matching, [...window, startsWith(query), hasWordFrom(query)]);
}

function startsWith(query: string): string {
  return `${query.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;
}

function hasWordFrom(query: string): string {
  return `(?:^|\\W)${query.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}`;
}
