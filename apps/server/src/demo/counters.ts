import { type Sql, statement } from '@rookery/api';

const analyze = statement(
  'demo.analyze',
  'analyze account, profile, follow, friendship, post, post_like, repost, poll_vote, post_hashtag, hashtag',
);
const countProfiles = statement(
  'demo.count-profiles',
  `update profile p set
     follower_count = (select count(*) from follow where followee_id = p.id),
     following_count = (select count(*) from follow where follower_id = p.id),
     friend_count = (select count(*) from friendship where profile_id = p.id),
     post_count = (select count(*) from post where author_id = p.id and deleted_at is null)`,
);
const countPosts = statement(
  'demo.count-posts',
  `update post p set
     like_count = (select count(*) from post_like where post_id = p.id),
     repost_count = (select count(*) from repost where post_id = p.id),
     quote_count = (select count(*) from post q where q.quote_of_id = p.id and q.deleted_at is null),
     reply_count = (select count(*) from post r where r.reply_to_id = p.id and r.deleted_at is null)`,
);
const countVotes = statement(
  'demo.count-votes',
  `update poll k set
     voter_count = (select count(*) from poll_vote where post_id = k.post_id),
     votes = array(
       select (select count(*) from poll_vote v where v.post_id = k.post_id and n = any (v.choices))::int
       from generate_series(0, cardinality(k.options) - 1) n order by n)`,
);

/** Sets the counters to the rows that they count. NOTE: right only in the transaction that made all of these rows. */
export async function setCounters(sql: Sql): Promise<void> {
  await sql.run(analyze, []);
  for (const count of [countProfiles, countPosts, countVotes]) await sql.run(count, []);
}
