import type { Transaction } from '../../../kernel/app.ts';
import { type Statement, statement } from '../../../kernel/sql.ts';
import { postUnliked, postUnreposted } from '../posts.events.ts';

const deedsAtOnce = 100;

interface Undone {
  post_id: string;
  author_id: string;
  deed_id: string;
}

/** Takes back what somebody did with posts, some at once, which are locked in the order of their ids. */
const undoing = (table: 'post_like' | 'repost', counter: 'like_count' | 'repost_count'): Statement<Undone> =>
  statement(
    `posts.erase-${table}`,
    `with target as (
       select p.id, p.author_id from post p
       where p.id in (select post_id from ${table} where profile_id = $1 order by id limit ${deedsAtOnce}) order by p.id for no key update
     ), gone as (
       delete from ${table} d using target t where d.post_id = t.id and d.profile_id = $1 returning d.post_id, d.id
     ), counted as (
       update post p set ${counter} = p.${counter} - 1 from gone where p.id = gone.post_id
     ) select gone.post_id, t.author_id, gone.id as deed_id from gone join target t on t.id = gone.post_id`,
  );

const undoLikes = undoing('post_like', 'like_count');
const undoReposts = undoing('repost', 'repost_count');

/** Takes back the likes of somebody. */
export async function eraseLikes(tx: Transaction, actorId: string): Promise<boolean> {
  const rows = await tx.sql.rows(undoLikes, [actorId]);
  for (const row of rows) await tx.emit(postUnliked, { postId: row.post_id, authorId: row.author_id, actorId });
  return rows.length > 0;
}

/** Takes back the reposts of somebody. */
export async function eraseReposts(tx: Transaction, actorId: string): Promise<boolean> {
  const rows = await tx.sql.rows(undoReposts, [actorId]);
  for (const { post_id: postId, author_id: authorId, deed_id: repostId } of rows)
    await tx.emit(postUnreposted, { postId, authorId, actorId, repostId });
  return rows.length > 0;
}

const undoVotes = statement(
  'polls.erase-votes',
  `with target as (
     select post_id from poll where post_id in (select post_id from poll_vote where profile_id = $1 order by post_id limit ${deedsAtOnce})
     order by post_id for no key update
   ), gone as (
     delete from poll_vote v using target t where v.post_id = t.post_id and v.profile_id = $1 returning v.post_id, v.choices
   ) update poll k set voter_count = k.voter_count - 1, votes = array(
       select count - (place - 1 = any(gone.choices))::int from unnest(k.votes) with ordinality as v(count, place) order by place
     ) from gone where k.post_id = gone.post_id`,
);

/** Takes the votes of somebody out of polls. */
export async function eraseVotes(tx: Transaction, voterId: string): Promise<boolean> {
  return (await tx.sql.run(undoVotes, [voterId])) > 0;
}

const dropBookmarks = statement(
  'posts.erase-bookmarks',
  'delete from bookmark where profile_id = $1 and post_id in (select post_id from bookmark where profile_id = $1 limit 2000)',
);

/** Deletes the bookmarks of somebody. */
export async function eraseBookmarks(tx: Transaction, profileId: string): Promise<boolean> {
  return (await tx.sql.run(dropBookmarks, [profileId])) > 0;
}
