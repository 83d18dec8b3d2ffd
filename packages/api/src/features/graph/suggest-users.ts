import type { PageInput, ProfilePage } from '@rookery/contract';
import { z } from 'zod';
import type { SignedInCall } from '../../kernel/context.ts';
import { cutPage, defineCursor, pageWith } from '../../kernel/cursor.ts';
import { newId } from '../../kernel/id.ts';
import { statement } from '../../kernel/sql.ts';
import { presentProfiles } from './profile-page.ts';
import { follows, mayMeetId, mutes } from './visibility.ts';

/** The list that a walk goes through, and the place of the last one shown. */
const cursor = defineCursor('users.suggestions', z.tuple([z.uuid(), z.int().min(0)]));

interface Row {
  id: string;
  n: number;
}

/** SQL condition: the caller, $1, may be told of the profile of an alias, and does not know it yet. */
function isNew(alias: string): string {
  return `(${alias}.id <> $1::uuid and not ${follows('$1', alias)} and ${mayMeetId(`${alias}.id`, '$1')} and not ${mutes('$1', `${alias}.id`)}
    and not exists (select 1 from follow_request q where q.follower_id = $1::uuid and q.followee_id = ${alias}.id offset 0))`;
}

/**
 * NOTE: however many somebody follows, this reads the latest hundred of them and of each the latest hundred, and six
 * hundred who may be popular. The whole ranking is kept for the pages to come, if there are any.
 */
const rank = statement<Row>(
  'graph.suggest',
  `with source as materialized (
     select followee_id as id from follow where follower_id = $1 order by follow.id desc limit 100
   ), seen as (
     select f.id, count(*) as score from source s cross join lateral (
       select followee_id as id from follow where follower_id = s.id order by follow.id desc limit 100
     ) f group by f.id
   ), near as (
     select id, score from seen where not ${follows('$1', 'seen')} order by score desc, id desc limit 600
   ), popular as (
     select profile_id as id from popular_profile union select id from (select id from profile order by id desc limit 300) newest
   ), candidate as (
     select id, max(score) as score from (select id, score from near union all select id, 0 from popular) either group by id
   ), ranked as materialized (
     select p.id, row_number() over (order by c.score desc, p.follower_count desc, p.id desc)::int as n
     from candidate c join profile p on p.id = c.id where ${isNew('p')} order by n limit 300
   ), kept as (
     insert into suggestion_list (id, viewer_id, ids, created_at)
     select $2::uuid, $1::uuid, array_agg(id order by n), $4::timestamptz from ranked having count(*) >= $3
   ) select id, n from ranked order by n limit $3`,
);

const goOn = statement<Row>(
  'graph.suggest-more',
  `select s.id, s.n::int as n from suggestion_list l cross join lateral unnest(l.ids) with ordinality as s(id, n)
   where l.id = $2 and l.viewer_id = $1 and s.n > $4 and ${isNew('s')} order by s.n limit $3`,
);

/** Whom the caller may want to follow: whom those follow whom he follows, then the popular. */
export async function suggestUsers({ ctx, input }: SignedInCall<PageInput>): Promise<ProfilePage> {
  const { sql, clock } = ctx.app;
  const { id } = ctx.viewer;
  const count = input.limit + 1;
  const [listId, after] = cursor.decode(input.cursor) ?? [newId(), null];
  const rows =
    after === null
      ? await sql.rows(rank, [id, listId, count, clock.now()])
      : await sql.rows(goOn, [id, listId, count, after]);
  const page = cutPage(rows, input.limit, (row) => cursor.encode([listId, row.n]));
  const ids = page.rows.map((row) => row.id);
  return pageWith(await presentProfiles(ctx.app, id, ids), page.nextCursor);
}
