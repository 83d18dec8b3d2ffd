import type { App } from '../../kernel/app.ts';
import { type Sql, statement } from '../../kernel/sql.ts';
import { transact } from '../../kernel/transaction.ts';
import { awaitChanges } from './timeline-lock.ts';
import { fansOut, isLarge, standsByItself, timelineCap } from './timeline-rules.ts';

const begin = statement(
  'feeds.begin-timeline',
  'insert into timeline_state (user_id, seen_at) values ($1, $2) on conflict do nothing',
);

const lockUnbuilt = statement<{ user_id: string }>(
  'feeds.lock-unbuilt',
  'select user_id from timeline_state where user_id = $1 and built_at is null for update',
);

const built = statement('feeds.built', 'update timeline_state set seen_at = $2, built_at = $2 where user_id = $1');

const empty = statement('feeds.empty', 'delete from timeline_entry where user_id = $1');

/** Newest posts of each author that tell how far back a full timeline reaches at the most. */
const sample = 10;
const zeroId = `'00000000-0000-0000-0000-000000000000'::uuid`;

const newestOf = (limit: number, floor: string) => `select p.id, p.author_id from post p
  where p.author_id = source.id and p.id >= ${floor} and p.deleted_at is null and p.group_id is null and (p.author_id = $1 or ${fansOut('p')}) order by p.id desc limit ${limit}`;

// NOTE: what the newest few of each author already fill a timeline with says what is too old for it, so that of many authors
// no more is read than it takes.
const fill = statement(
  'feeds.rebuild',
  `with followee as materialized (
     select followee_id as id from follow where follower_id = $1 and not ${isLarge('followee_id')}
   ), source as (
     select id from followee union all select $1::uuid
   ), bound as materialized (
     select coalesce((
       select p.id from source cross join lateral (${newestOf(sample, zeroId)}) p order by p.id desc offset ${timelineCap - 1} limit 1
     ), ${zeroId}) as id
   ), posted as (
     select p.id, p.author_id from source cross join lateral (${newestOf(timelineCap, '(select id from bound)')}) p
     order by p.id desc limit ${timelineCap}
   ), reposted as (
     select distinct on (r.post_id) r.id, r.post_id, p.author_id, r.profile_id
     from followee cross join lateral (
       select r.id, r.post_id, r.profile_id from repost r
       where r.profile_id = followee.id and r.id >= (select id from bound) order by r.id desc limit ${timelineCap}
     ) r join post p on p.id = r.post_id
     where p.deleted_at is null and not ${standsByItself('$1::uuid', 'p')} order by r.post_id, r.id
   )
   insert into timeline_entry (user_id, sort_id, post_id, author_id, reposted_by)
   select $1::uuid, sort_id, post_id, author_id, reposted_by from (
     select id as sort_id, id as post_id, author_id, null::uuid as reposted_by from posted
     union all select id, post_id, author_id, profile_id from reposted
   ) entry order by sort_id desc limit ${timelineCap}
   on conflict do nothing`,
);

/** Makes a timeline anew out of follows, posts and reposts; it shows the same as before. */
export async function rebuildTimeline(sql: Sql, userId: string, now = new Date()): Promise<void> {
  await sql.run(begin, [userId, now]);
  await sql.run(empty, [userId]);
  await sql.run(fill, [userId]);
  await sql.run(built, [userId, now]);
}

/**
 * Begins to keep the timeline of somebody who comes for the first time or comes back. NOTE: from the first commit on it gets
 * what is posted; what those posted who did not see it yet is there once they have been waited for.
 */
export async function openTimeline(app: App, userId: string): Promise<void> {
  const now = app.clock.now();
  await transact({ app }, ({ sql }) => sql.run(begin, [userId, now]));
  await transact({ app }, ({ sql }) => awaitChanges(sql));
  await transact({ app }, async ({ sql }) => {
    if (await sql.first(lockUnbuilt, [userId])) await rebuildTimeline(sql, userId, now);
  });
}
