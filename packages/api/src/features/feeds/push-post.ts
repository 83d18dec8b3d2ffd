import type { Transaction } from '../../kernel/app.ts';
import { type Sql, statement } from '../../kernel/sql.ts';
import { lockTimelines, lockTimelinesNow } from './timeline-lock.ts';
import { isKept, keptOf } from './timeline-rules.ts';

/** A post and who wrote it. */
export interface OwnedPost {
  id: string;
  authorId: string;
}

/** Which part of an audience comes next. */
export interface Chunk {
  /** Id of the follow that the chunk begins after. */
  after: string;
  size: number;
}

const pushOwn = statement(
  'feeds.push-own',
  `insert into timeline_entry (user_id, sort_id, post_id, author_id)
   select $2::uuid, $1::uuid, $1::uuid, $2::uuid where ${isKept('$2')} on conflict do nothing`,
);

const pushFollowers = statement(
  'feeds.push',
  `insert into timeline_entry (user_id, sort_id, post_id, author_id)
   select s.user_id, $1::uuid, $1::uuid, $2::uuid
   from (select follower_id as id from follow where followee_id = $2 union all select $2::uuid) reader
   cross join lateral ${keptOf('reader.id')} s order by s.user_id
   on conflict do nothing`,
);

// NOTE: who unfollows meanwhile waits, so that what is pushed here is there to be taken out again.
const pushChunk = statement<{ follow_id: string }>(
  'feeds.push-chunk',
  `with chunk as (
     select follower_id, id from follow where followee_id = $2 and id > $3 order by id limit $4 for key share
   ), pushed as (
     insert into timeline_entry (user_id, sort_id, post_id, author_id)
     select s.user_id, $1::uuid, $1::uuid, $2::uuid from chunk cross join lateral ${keptOf('chunk.follower_id')} s
     where exists (select 1 from post where id = $1 and deleted_at is null) order by s.user_id
     on conflict do nothing
   ) select id as follow_id from chunk order by id desc limit 1`,
);

const takeOutChunk = statement<{ follow_id: string }>(
  'feeds.take-out-chunk',
  `with chunk as (
     select follower_id, id from follow where followee_id = $2 and id > $3 order by id limit $4
   ), gone as (
     delete from timeline_entry where user_id = any(array(select follower_id from chunk union all select $2::uuid)) and post_id = $1
   ) select id as follow_id from chunk order by id desc limit 1`,
);

/** Shows a post to its author alone. */
export function pushToAuthor(tx: Transaction, post: OwnedPost): void {
  lockTimelines(tx);
  tx.defer(pushOwn, [post.id, post.authorId]);
}

/** Shows a post to its author and all followers at once; for small audiences. */
export function pushToFollowers(tx: Transaction, post: OwnedPost): void {
  lockTimelines(tx);
  tx.defer(pushFollowers, [post.id, post.authorId]);
}

/** Shows a post to the next followers; returns where to go on, or null when all have it. */
export async function pushToChunk(sql: Sql, post: OwnedPost, { after, size }: Chunk): Promise<string | null> {
  await lockTimelinesNow(sql);
  return (await sql.first(pushChunk, [post.id, post.authorId, after, size]))?.follow_id ?? null;
}

/** Takes a deleted post out of the timelines of its author and the next followers; returns where to go on, or null. */
export async function takeOutOfChunk(sql: Sql, post: OwnedPost, { after, size }: Chunk): Promise<string | null> {
  return (await sql.first(takeOutChunk, [post.id, post.authorId, after, size]))?.follow_id ?? null;
}
