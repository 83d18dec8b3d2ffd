import type { OfUserInput, ProfilePage } from '@rookery/contract';
import { z } from 'zod';
import type { Call } from '../../kernel/context.ts';
import { type CursorCodec, cutPage, defineCursor, pageWith } from '../../kernel/cursor.ts';
import { DomainError } from '../../kernel/errors.ts';
import { type Statement, statement } from '../../kernel/sql.ts';
import { beforeNewest, presentProfiles } from './profile-page.ts';
import { mayReadAuthor } from './visibility.ts';

/** One row with nulls stands for an empty page; none at all for a list that the viewer may not see. */
interface Row {
  sort_id: string | null;
  profile_id: string | null;
}

interface FollowList {
  rows: Statement<Row>;
  cursor: CursorCodec<string>;
}

function followList(
  name: string,
  owner: 'follower_id' | 'followee_id',
  listed: 'follower_id' | 'followee_id',
): FollowList {
  const rows = statement<Row>(
    `graph.${name}`,
    `select f.id as sort_id, f.${listed} as profile_id
     from profile a left join (
       select id, ${listed} from follow where ${owner} = $1 and id < $3 order by id desc limit $4
     ) f on true
     where a.id = $1 and ${mayReadAuthor('a', '$2')} order by f.id desc`,
  );
  return { rows, cursor: defineCursor(`users.${name}`, z.uuid()) };
}

const followers = followList('followers', 'followee_id', 'follower_id');
const following = followList('following', 'follower_id', 'followee_id');

/** Who follows a profile, the latest first. */
export async function listFollowers(call: Call<OfUserInput>): Promise<ProfilePage> {
  return list(followers, call);
}

/** Whom a profile follows, the latest first. */
export async function listFollowing(call: Call<OfUserInput>): Promise<ProfilePage> {
  return list(following, call);
}

async function list({ rows, cursor }: FollowList, { ctx, input }: Call<OfUserInput>): Promise<ProfilePage> {
  const { sql } = ctx.app;
  const viewerId = ctx.viewer?.id ?? null;
  const from = cursor.decode(input.cursor) ?? beforeNewest;
  const read = await sql.rows(rows, [input.id, viewerId, from, input.limit + 1]);
  if (read.length === 0) throw new DomainError('not_found');
  const page = cutPage(read.filter(isFollow), input.limit, (row) => cursor.encode(row.sort_id));
  return pageWith(
    await presentProfiles(
      ctx.app,
      viewerId,
      page.rows.map((row) => row.profile_id),
    ),
    page.nextCursor,
  );
}

function isFollow(row: Row): row is { sort_id: string; profile_id: string } {
  return row.sort_id !== null && row.profile_id !== null;
}
