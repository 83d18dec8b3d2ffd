import type { Transaction } from '../../kernel/app.ts';
import type { Sql } from '../../kernel/sql.ts';
import { statement } from '../../kernel/sql.ts';

/** Entries that a timeline keeps at the most. */
const timelineCap = 1000;

/** SQL condition on `p`: posts that followers get; of replies those alone whose thread is the author's own. */
const fansOut = `p.deleted_at is null and p.visibility <> 'friends'
  and (p.reply_to_id is null or exists (select 1 from post parent where parent.id = p.reply_to_id and parent.author_id = p.author_id))`;

const pushOwn = statement(
  'feeds.push-own',
  `insert into timeline_entry (user_id, sort_id, post_id, author_id) values ($2::uuid, $1::uuid, $1::uuid, $2::uuid) on conflict do nothing`,
);

const pushFollowers = statement(
  'feeds.push',
  `insert into timeline_entry (user_id, sort_id, post_id, author_id)
   select follower_id, $1::uuid, $1::uuid, $2::uuid from follow where followee_id = $2 union all select $2::uuid, $1::uuid, $1::uuid, $2::uuid
   on conflict do nothing`,
);

// NOTE: who unfollows meanwhile waits, so that what is pushed here is there to be taken out again.
const pushChunk = statement<{ follow_id: string }>(
  'feeds.push-chunk',
  `with chunk as (
     select follower_id, id from follow where followee_id = $2 and id > $3 order by id limit $4 for key share
   ), pushed as (
     insert into timeline_entry (user_id, sort_id, post_id, author_id) select follower_id, $1::uuid, $1::uuid, $2::uuid from chunk on conflict do nothing
   ) select id as follow_id from chunk order by id desc limit 1`,
);

const backfill = statement(
  'feeds.backfill',
  `insert into timeline_entry (user_id, sort_id, post_id, author_id)
   select $1::uuid, p.id, p.id, p.author_id from post p where p.author_id = $2 and ${fansOut} order by p.id desc limit ${timelineCap}
   on conflict do nothing`,
);

const forget = statement('feeds.forget', 'delete from timeline_entry where user_id = $1 and author_id = $2');

const empty = statement('feeds.empty', 'delete from timeline_entry where user_id = $1');

const rebuild = statement(
  'feeds.rebuild',
  `insert into timeline_entry (user_id, sort_id, post_id, author_id)
   select $1::uuid, p.id, p.id, p.author_id
   from (select followee_id as id from follow where follower_id = $1 union all select $1::uuid) source
   cross join lateral (
     select p.id, p.author_id from post p
     where p.author_id = source.id and p.deleted_at is null and (p.author_id = $1::uuid or (${fansOut})) order by p.id desc limit ${timelineCap}
   ) p
   order by p.id desc limit ${timelineCap}
   on conflict do nothing`,
);

const trim = statement(
  'feeds.trim',
  `delete from timeline_entry e using (
     select user_id, (array_agg(sort_id order by sort_id desc))[${timelineCap}] as last from timeline_entry
     where user_id > $1 and user_id <= $2 group by user_id having count(*) > ${timelineCap}
   ) long where e.user_id = long.user_id and e.sort_id < long.last`,
);

const nextUsers = statement<{ last: string | null }>(
  'feeds.trim-range',
  'select (array_agg(id order by id desc))[1] as last from (select id from profile where id > $1 order by id limit $2) chunk',
);

/** Shows a post to its author alone. */
export function pushToAuthor(tx: Transaction, post: { id: string; authorId: string }): void {
  tx.defer(pushOwn, [post.id, post.authorId]);
}

/** Shows a post to its author and all followers at once; for small audiences. */
export function pushToFollowers(tx: Transaction, post: { id: string; authorId: string }): void {
  tx.defer(pushFollowers, [post.id, post.authorId]);
}

/** Shows a post to the next followers; returns where to go on, or null when all have it. */
export async function pushToChunk(
  sql: Sql,
  post: { id: string; authorId: string },
  { after, size }: { after: string; size: number },
): Promise<string | null> {
  return (await sql.first(pushChunk, [post.id, post.authorId, after, size]))?.follow_id ?? null;
}

/** Brings what somebody posted before into the timeline of a new follower. */
export function backfillTimeline(tx: Transaction, userId: string, authorId: string): void {
  tx.defer(backfill, [userId, authorId]);
}

/** Takes an author out of a timeline. */
export function forgetAuthor(tx: Transaction, userId: string, authorId: string): void {
  tx.defer(forget, [userId, authorId]);
}

/** Makes a timeline anew out of follows and posts; it holds the same as before. */
export async function rebuildTimeline(sql: Sql, userId: string): Promise<void> {
  await sql.run(empty, [userId]);
  await sql.run(rebuild, [userId]);
}

/** Cuts the timelines of the next users to the cap; returns where to go on, or null at the end. */
export async function trimTimelines(sql: Sql, after: string, size: number): Promise<string | null> {
  const last = (await sql.first(nextUsers, [after, size]))?.last ?? null;
  if (last !== null) await sql.run(trim, [after, last]);
  return last;
}
