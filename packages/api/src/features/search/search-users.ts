import type { ProfilePage, SearchInput } from '@rookery/contract';
import { z } from 'zod';
import type { Call } from '../../kernel/context.ts';
import { cutPage, defineCursor, pageWith } from '../../kernel/cursor.ts';
import { highestId } from '../../kernel/id.ts';
import { firstRows, statement } from '../../kernel/sql.ts';
import { follows, hydrateProfiles, mayMeet } from '../graph/index.ts';

/** How many profiles are looked through or taken for candidates; a search shows the best of these and then ends. */
const most = { popular: 4000, followed: 2000, matched: 8000, named: 200, alike: 100, untilAlike: 20 };

const asUsername = `lower(btrim($2, ' @'))`;
const plain = '(select plain from asked)';
const loose = '(select loose from asked)';
const best = (count: number) => `order by popularity desc, profile_id desc limit ${count}`;

// NOTE: a start that many have is found among the most popular; materialized, as in the search of posts, for one that few have.
// Lateral below, since no plan knows how few the candidates are.
const candidates = `asked as materialized (select name_query($2, false) as plain, name_query($2, true) as loose),
  near as materialized (
    select profile_id from (select * from profile_name ${best(most.popular)}) n where n.terms @@ ${plain} ${best(most.named)}
  ), far as materialized (
    select profile_id from (
      with matched as materialized (select profile_id, popularity from profile_name where terms @@ ${plain} limit ${most.matched}) select * from matched ${best(most.named)}
    ) n where (select count(*) from near) < ${most.named}
  ), alike as materialized (
    select profile_id from (
      with matched as materialized (select profile_id, popularity from profile_name where terms @@ ${loose} limit ${most.matched}) select * from matched ${best(most.alike)}
    ) n where (select count(*) from near) < ${most.untilAlike} and (select count(*) from far) < ${most.untilAlike}
  ), known as materialized (
    select n.profile_id from (
      select followee_id from follow where follower_id = $1 order by id desc limit ${most.followed}
    ) f cross join lateral (select * from profile_name where profile_id = f.followee_id offset 0) n where n.terms @@ ${loose}
  ), candidate as materialized (
    select profile_id from near union select profile_id from far union select profile_id from alike union select profile_id from known
    union select id from profile where username = ${asUsername}
  )`;

const inFull = `(p.username = ${asUsername} or name_fold(p.display_name) = name_fold($2))`;
const rank = `case when ${inFull} then 2000 when n.terms @@ ${plain} then 1000 else 0 end
  + case when ${follows('$1', 'p')} then 500 else 0 end + n.popularity`;
const active = 'not exists (select from account where account.id = p.id and account.suspended_at is not null offset 0)';

const find = statement<{ id: string; rank: number }>(
  'search.users',
  `with ${candidates}, ranked as materialized (
     select p.id, ${rank} as rank from candidate c
     cross join lateral (select * from profile_name where profile_id = c.profile_id offset 0) n
     cross join lateral (select * from profile where id = c.profile_id offset 0) p
     where ${mayMeet('p', '$1')} and ${active}
   ) ${firstRows('select id, rank from ranked where (rank, id) < ($3::int, $4::uuid) order by rank desc, id desc', '$5')}`,
);

const cursor = defineCursor('search.users', z.tuple([z.int(), z.uuid()]));
const beforeFirst = [10_000, highestId] as const;

/**
 * Profiles whose username or name, or a word of it, begins with each word of the query, those that the caller follows
 * first, then those with more followers; then those that differ by a slip.
 */
export async function searchUsers({ ctx, input }: Call<SearchInput>): Promise<ProfilePage> {
  const viewerId = ctx.viewer?.id ?? null;
  const [rankBelow, idBelow] = cursor.decode(input.cursor) ?? beforeFirst;
  const rows = await ctx.app.sql.rows(find, [viewerId, input.query, rankBelow, idBelow, input.limit + 1]);
  const page = cutPage(rows, input.limit, (row) => cursor.encode([row.rank, row.id]));
  const ids = page.rows.map((row) => row.id);
  const profiles = await hydrateProfiles(ctx.app, viewerId, ids);
  return pageWith(
    ids.flatMap((id) => profiles.get(id) ?? []),
    page.nextCursor,
  );
}
