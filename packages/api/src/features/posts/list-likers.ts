import type { ListLikersInput, ProfilePage } from '@rookery/contract';
import { z } from 'zod';
import type { Call } from '../../kernel/context.ts';
import { cutPage, defineCursor } from '../../kernel/cursor.ts';
import { firstRows, statement } from '../../kernel/sql.ts';
import { hydrateProfiles } from '../graph/index.ts';
import { assertVisible } from './post.view.ts';

const cursor = defineCursor('posts.likers', z.uuid());
const newest = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

const likers = statement<{ sort_id: string; profile_id: string }>(
  'posts.likers',
  firstRows('select id as sort_id, profile_id from post_like where post_id = $1 and id < $2 order by id desc', '$3'),
);

/** Who likes a post, newest first. */
export async function listLikers({ ctx, input }: Call<ListLikersInput>): Promise<ProfilePage> {
  const { sql } = ctx.app;
  const viewerId = ctx.viewer?.id ?? null;
  await assertVisible(sql, viewerId, input.id);
  const rows = await sql.rows(likers, [input.id, cursor.decode(input.cursor) ?? newest, input.limit + 1]);
  const page = cutPage(rows, input.limit, (row) => cursor.encode(row.sort_id));
  const profiles = await hydrateProfiles(
    ctx.app,
    viewerId,
    page.rows.map((row) => row.profile_id),
  );
  return { items: page.rows.flatMap((row) => profiles.get(row.profile_id) ?? []), nextCursor: page.nextCursor };
}
