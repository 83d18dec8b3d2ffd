import { type Sql, statement } from '@rookery/api';

const analyze = statement('demo.analyze', 'analyze account, profile, follow, post, post_like');

const countProfiles = statement(
  'demo.count-profiles',
  `update profile p set
     follower_count = (select count(*) from follow where followee_id = p.id),
     following_count = (select count(*) from follow where follower_id = p.id),
     post_count = (select count(*) from post where author_id = p.id and deleted_at is null)
   where p.username like $1`,
);
const countPosts = statement(
  'demo.count-posts',
  `update post p set like_count = coalesce(likes.n, 0), reply_count = coalesce(replies.n, 0)
   from post target join profile a on a.id = target.author_id
     left join (select post_id, count(*) as n from post_like group by 1) likes on likes.post_id = target.id
     left join (select reply_to_id, count(*) as n from post where deleted_at is null group by 1) replies on replies.reply_to_id = target.id
   where p.id = target.id and a.username like $1 and (likes.n > 0 or replies.n > 0)`,
);

/** Tells the planner of rows that this transaction has just made. */
export async function lookAtRows(sql: Sql): Promise<void> {
  await sql.run(analyze, []);
}

/**
 * Sets the counters of people and their posts to the rows that they count. NOTE: right only in the transaction that made those
 * people, as long as nobody else can see them.
 */
export async function setCounters(sql: Sql, usernames: string): Promise<void> {
  await lookAtRows(sql);
  await sql.run(countProfiles, [usernames]);
  await sql.run(countPosts, [usernames]);
}
