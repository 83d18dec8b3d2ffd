import type { Sql } from '@rookery/api';

const drifts: Record<string, string> = {
  'post.like_count':
    'select id from post o where deleted_at is null and like_count <> (select count(*) from post_like l where l.post_id = o.id)',
  'post.repost_count':
    'select id from post o where deleted_at is null and repost_count <> (select count(*) from repost l where l.post_id = o.id)',
  'post.reply_count':
    'select id from post o where reply_count <> (select count(*) from post r where r.reply_to_id = o.id and r.deleted_at is null)',
  'post.quote_count':
    'select id from post o where quote_count <> (select count(*) from post r where r.quote_of_id = o.id and r.deleted_at is null)',
  'profile.post_count':
    'select id from profile o where post_count <> (select count(*) from post p where p.author_id = o.id and p.deleted_at is null)',
  'profile.follower_count':
    'select id from profile o where follower_count <> (select count(*) from follow f where f.followee_id = o.id)',
  'profile.following_count':
    'select id from profile o where following_count <> (select count(*) from follow f where f.follower_id = o.id)',
  'profile.friend_count':
    'select id from profile o where friend_count <> (select count(*) from friendship f where f.profile_id = o.id)',
  'poll.voter_count':
    'select post_id from poll o where voter_count <> (select count(*) from poll_vote v where v.post_id = o.post_id)',
  'poll.votes': `select post_id from poll o where votes <> array(
      select (select count(*) from poll_vote v where v.post_id = o.post_id and place - 1 = any(v.choices))::int
      from unnest(o.votes) with ordinality as c(n, place) order by place)`,
  'notification.actor_count':
    'select id from notification n where actor_count <> (select count(*) from notification_actor a where a.notification_id = n.id)',
  'pinned posts beyond three':
    'select author_id from post where pinned and deleted_at is null group by author_id having count(*) > 3',
  'a follow across a block': `select b.id from block b join follow f on (f.follower_id, f.followee_id) in ((b.blocker_id, b.blocked_id), (b.blocked_id, b.blocker_id))`,
  'a friendship across a block': `select b.id from block b join friendship f on (f.profile_id, f.friend_id) in ((b.blocker_id, b.blocked_id), (b.blocked_id, b.blocker_id))`,
  'a pending request across a block': `select b.id from block b join friend_request f on f.status = 'pending' and (f.sender_id, f.receiver_id) in ((b.blocker_id, b.blocked_id), (b.blocked_id, b.blocker_id))`,
  'a friendship of one side': `select id from friendship f where not exists (select from friendship g where g.profile_id = f.friend_id and g.friend_id = f.profile_id)`,
  'a pending request of friends': `select r.id from friend_request r join friendship f on f.profile_id = r.sender_id and f.friend_id = r.receiver_id where r.status = 'pending'`,
  'two entries of a post in a timeline':
    'select user_id from timeline_entry group by user_id, post_id having count(*) > 1',
};

/** What does not add up: up to three rows of each counter that drifted and of each rule that is broken, by name. */
export async function findDrift(sql: Sql): Promise<Record<string, unknown[]>> {
  const found: Record<string, unknown[]> = {};
  for (const [name, text] of Object.entries(drifts)) {
    const rows = await sql.raw(text);
    if (rows.length > 0) found[name] = rows.slice(0, 3);
  }
  return found;
}
