import { type Sql, statement } from '@rookery/api';

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
  `update post p set
     like_count = (select count(*) from post_like where post_id = p.id),
     reply_count = (select count(*) from post r where r.reply_to_id = p.id and r.deleted_at is null)
   from profile a where a.id = p.author_id and a.username like $1`,
);

/**
 * Sets the counters of people and their posts to the rows that they count. NOTE: right only in the transaction that made those
 * people, as long as nobody else can see them.
 */
export async function setCounters(sql: Sql, usernames: string): Promise<void> {
  await sql.run(countProfiles, [usernames]);
  await sql.run(countPosts, [usernames]);
}
