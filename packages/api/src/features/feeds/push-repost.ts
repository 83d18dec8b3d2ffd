import type { Transaction } from '../../kernel/app.ts';
import { found } from '../../kernel/errors.ts';
import { newId } from '../../kernel/id.ts';
import { type Sql, statement } from '../../kernel/sql.ts';
import type { Chunk } from './push-post.ts';
import { lockTimelines, lockTimelinesNow } from './timeline-lock.ts';
import { fansOut, goneColumns, insertNextReposts, keptOf, orMoveDown, standsByItself } from './timeline-rules.ts';

/** What was reposted, and by whom. */
export interface RepostOf {
  postId: string;
  actorId: string;
}

/** A repost that was taken back, and the id that it had. */
export interface EndedRepost extends RepostOf {
  repostId: string;
}

/** SQL: inserts entries for a repost ($1 by $2) into the timelines of readers, as far as it is what brings the post. */
const insertFor = (
  readers: string,
  movedId: string,
) => `insert into timeline_entry (user_id, sort_id, post_id, author_id, reposted_by)
  select s.user_id, r.id, p.id, p.author_id, r.profile_id
  from (select id, profile_id, post_id from repost where post_id = $1 and profile_id = $2) r
  join (select id, author_id, ${fansOut('post')} as fans from post where id = $1 and deleted_at is null offset 0) p on true
  join ${readers} reader on true cross join lateral ${keptOf('reader.follower_id')} s
  where not ${standsByItself('s.user_id', 'p', 'p.fans')} order by s.user_id
  ${orMoveDown(movedId)}`;

const push = statement('feeds.push-repost', insertFor('(select follower_id from follow where followee_id = $2)', '$3'));

const nextFollowers = (lock: string) =>
  `chunk as (select follower_id, id from follow where followee_id = $2 and id > $3 order by id limit $4 ${lock})`;

const pushChunk = statement<{ follow_id: string }>(
  'feeds.push-repost-chunk',
  `with ${nextFollowers('for key share')}, pushed as (${insertFor('chunk', '$5')})
   select id as follow_id from chunk order by id desc limit 1`,
);

/** SQL conditions: the entry `e` of one of the readers was brought by a repost ($1 by $2). NOTE: an array is looked up by index, row by row. */
const broughtBy = (readers: string, repostId: string) =>
  `e.user_id = any(array(${readers})) and e.post_id = $1 and e.reposted_by = $2 and e.sort_id = ${repostId}`;

const followers = 'select follower_id from follow where followee_id = $2';

// NOTE: what is pushed at the same time waits for these locks or has them, so that the next statement sees it.
const lockEntries = statement(
  'feeds.lock-reposted',
  `select from timeline_entry e where ${broughtBy(followers, '$3')} order by e.user_id for update`,
);

const takeBack = statement(
  'feeds.take-back',
  `with gone as (
     delete from timeline_entry e where ${broughtBy(followers, '$3')} returning ${goneColumns}
   ) ${insertNextReposts('$4')}`,
);

const takeBackChunk = statement<{ follow_id: string }>(
  'feeds.take-back-chunk',
  `with ${nextFollowers('for key share')}, gone as (
     delete from timeline_entry e where ${broughtBy('select follower_id from chunk', '$5')} returning ${goneColumns}
   ), next as (${insertNextReposts('$6')})
   select id as follow_id from chunk order by id desc limit 1`,
);

const lockActor = statement<{ follower_count: number }>(
  'feeds.lock-reposter',
  'select follower_count from profile where id = $1 for share',
);

/**
 * How many follow the one who reposts, or no longer does. NOTE: who begins or ceases to follow him counts that on the same
 * row before he changes his own timeline, so that one of the two sees what the other did.
 */
export async function lockAudience(tx: Transaction, actorId: string): Promise<number> {
  return found(await tx.sql.first(lockActor, [actorId])).follower_count;
}

/** Shows a repost to all followers at once; for small audiences. */
export function pushRepost(tx: Transaction, { postId, actorId }: RepostOf): void {
  lockTimelines(tx);
  tx.defer(push, [postId, actorId, newId()]);
}

/** Shows a repost to the next followers; returns where to go on, or null when all have it. */
export async function pushRepostToChunk(
  sql: Sql,
  { postId, actorId }: RepostOf,
  { after, size }: Chunk,
): Promise<string | null> {
  await lockTimelinesNow(sql);
  return (await sql.first(pushChunk, [postId, actorId, after, size, newId()]))?.follow_id ?? null;
}

/** Takes a repost out of all timelines at once, and puts the next one in its place; for small audiences. */
export function takeRepostBack(tx: Transaction, { postId, actorId, repostId }: EndedRepost): void {
  lockTimelines(tx);
  tx.defer(lockEntries, [postId, actorId, repostId]);
  tx.defer(takeBack, [postId, actorId, repostId, newId()]);
}

/** Takes a repost out of the timelines of the next followers; returns where to go on, or null when none has it. */
export async function takeRepostFromChunk(
  sql: Sql,
  { postId, actorId, repostId }: EndedRepost,
  { after, size }: Chunk,
): Promise<string | null> {
  await lockTimelinesNow(sql);
  return (await sql.first(takeBackChunk, [postId, actorId, after, size, repostId, newId()]))?.follow_id ?? null;
}
