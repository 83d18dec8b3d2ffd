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
  'community.member_count':
    'select id from community o where member_count <> (select count(*) from community_member m where m.community_id = o.id)',
  'community.post_count':
    'select id from community o where post_count <> (select count(*) from post p where p.group_id = o.id and p.deleted_at is null)',
  'a group without an owner': `select id from community o where deleted_at is null and not exists (select from community_member m where m.community_id = o.id and m.role = 'owner')`,
  'a member who is invited or asks to be one': `select community_id from community_member m join (
      select community_id, profile_id from community_invite union all select community_id, profile_id from community_request
    ) w using (community_id, profile_id)`,
  'somebody banned who is a member or invited': `select community_id from community_ban b join (
      select community_id, profile_id from community_invite union all select community_id, profile_id from community_member
    ) w using (community_id, profile_id)`,
  'a reply outside of the group of its parent': `select r.id from post r join post p on p.id = r.reply_to_id
    where r.group_id is distinct from p.group_id and r.deleted_at is null and p.deleted_at is null`,
  'notification.actor_count':
    'select id from notification n where actor_count <> (select count(*) from notification_actor a where a.notification_id = n.id)',
  'pinned posts beyond three':
    'select author_id from post where pinned and deleted_at is null group by author_id having count(*) > 3',
  'a follow across a block': `select b.id from block b join follow f on (f.follower_id, f.followee_id) in ((b.blocker_id, b.blocked_id), (b.blocked_id, b.blocker_id))`,
  'a friendship across a block': `select b.id from block b join friendship f on (f.profile_id, f.friend_id) in ((b.blocker_id, b.blocked_id), (b.blocked_id, b.blocker_id))`,
  'a pending request across a block': `select b.id from block b join friend_request f on f.status = 'pending' and (f.sender_id, f.receiver_id) in ((b.blocker_id, b.blocked_id), (b.blocked_id, b.blocker_id))`,
  'a friendship of one side': `select id from friendship f where not exists (select from friendship g where g.profile_id = f.friend_id and g.friend_id = f.profile_id)`,
  'a pending request of friends': `select r.id from friend_request r join friendship f on f.profile_id = r.sender_id and f.friend_id = r.receiver_id where r.status = 'pending'`,
  'conversation.member_count':
    'select id from conversation c where member_count <> (select count(*) from conversation_member m where m.conversation_id = c.id)',
  'conversation.last_seq': `select id from conversation c join lateral (
      select count(*) as said, coalesce(max(seq), 0) as last from message m where m.conversation_id = c.id) k on c.member_count > 0 and (k.said, k.last) <> (c.last_seq, c.last_seq)`,
  'a group conversation without an owner': `select c.id from conversation c where c.kind = 'group' and c.member_count > 0
      and not exists (select from conversation_member m where m.conversation_id = c.id and m.role = 'owner')`,
  'a direct conversation of other than two': `select id from conversation where kind = 'direct' and member_count not in (0, 2)`,
  'somebody who has read what was not said': `select m.id from conversation_member m join conversation c on c.id = m.conversation_id where m.last_read_seq > c.last_seq`,
  'a request that is told of and waits no more': `select n.id from notification n where n.type = 'message_request' and not exists (
      select from conversation_member m where m.profile_id = n.recipient_id and m.conversation_id = n.conversation_id and m.folder = 'requests')`,
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
