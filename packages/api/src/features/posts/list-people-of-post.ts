import type { OfPostInput, ProfilePage } from '@rookery/contract';
import { z } from 'zod';
import type { Call } from '../../kernel/context.ts';
import { cutPage, defineCursor } from '../../kernel/cursor.ts';
import { highestId } from '../../kernel/id.ts';
import { firstRows, statement } from '../../kernel/sql.ts';
import { hydrateProfiles } from '../graph/index.ts';
import { assertVisible } from './post.view.ts';

/** A list of those who have a row for a post in a table, highestId first; whom the viewer may not meet is left out. */
function peopleIn(table: 'post_like' | 'repost', name: string): (call: Call<OfPostInput>) => Promise<ProfilePage> {
  const cursor = defineCursor(name, z.uuid());
  const people = statement<{ sort_id: string; profile_id: string }>(
    name,
    firstRows(`select id as sort_id, profile_id from ${table} where post_id = $1 and id < $2 order by id desc`, '$3'),
  );
  return async ({ ctx, input }) => {
    const { sql } = ctx.app;
    const viewerId = ctx.viewer?.id ?? null;
    await assertVisible(sql, viewerId, input.id);
    const rows = await sql.rows(people, [input.id, cursor.decode(input.cursor) ?? highestId, input.limit + 1]);
    const page = cutPage(rows, input.limit, (row) => cursor.encode(row.sort_id));
    const ids = page.rows.map((row) => row.profile_id);
    const profiles = await hydrateProfiles(ctx.app, viewerId, ids);
    return { items: ids.flatMap((id) => profiles.get(id) ?? []), nextCursor: page.nextCursor };
  };
}

/** Who likes a post, highestId first. */
export const listLikers = peopleIn('post_like', 'posts.likers');

/** Who reposted a post, highestId first. */
export const listReposters = peopleIn('repost', 'posts.reposters');
