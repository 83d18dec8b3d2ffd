/** Entries that a timeline keeps at the most. */
export const timelineCap = 1000;

/** SQL condition: followers get the post of this alias: none in a group; of replies those alone whose thread is the author's own. */
export function fansOut(post: string): string {
  return `(${post}.deleted_at is null and ${post}.group_id is null and (${post}.reply_to_id is null
    or exists (select 1 from post parent where parent.id = ${post}.reply_to_id and parent.author_id = ${post}.author_id offset 0)))`;
}

/** SQL condition: a user follows a profile; both are expressions that give an id. */
export function isFollowing(user: string, profileId: string): string {
  return `exists (select 1 from follow where follow.follower_id = ${user} and follow.followee_id = ${profileId} offset 0)`;
}

/**
 * SQL condition: the post needs no repost to stand in the timeline of a user, since he wrote it or follows who did. `fans`
 * is what `fansOut` says of the post. NOTE: this holds for large authors too, whose posts the timeline does not keep.
 */
export function standsByItself(user: string, post: string, fans = fansOut(post)): string {
  return `(${post}.author_id = ${user} or (${fans} and ${isFollowing(user, `${post}.author_id`)}))`;
}

/** SQL condition: the posts and reposts of a profile, an expression that gives an id, are merged at read. */
export function isLarge(profileId: string): string {
  return `exists (select 1 from large_author where large_author.profile_id = ${profileId} offset 0)`;
}

/** SQL condition: a timeline is kept for a user. */
export function isKept(user: string): string {
  return `exists (select 1 from timeline_state where timeline_state.user_id = ${user})`;
}

/** SQL: the state of a user's timeline if one is kept, looked up by index, however many there are. */
export function keptOf(user: string): string {
  return `(select user_id from timeline_state where timeline_state.user_id = ${user} offset 0)`;
}

/** SQL: where an entry goes when an earlier event brings its post; the parameter is a new id, by which walks under way know it. */
export function orMoveDown(movedId: string): string {
  return `on conflict (user_id, post_id) do update
    set sort_id = excluded.sort_id, reposted_by = excluded.reposted_by, moved_from = timeline_entry.sort_id, moved_id = ${movedId}::uuid
    where timeline_entry.reposted_by is not null and excluded.sort_id < timeline_entry.sort_id`;
}

/** SQL: what an entry that is taken out tells of itself to `insertNextReposts`. */
export const goneColumns = 'user_id, post_id, author_id, sort_id';

/**
 * SQL: inserts entries for what has just been taken out of timelines (`gone`) and another repost by somebody followed
 * justifies; the parameter is a new id, by which walks under way know them. NOTE: it goes through the reposts of the post or through those whom the user
 * follows, whichever are fewer.
 */
export function insertNextReposts(movedId: string): string {
  return `insert into timeline_entry (user_id, sort_id, post_id, author_id, reposted_by, moved_from, moved_id)
  select g.user_id, next.id, g.post_id, g.author_id, next.profile_id, g.sort_id, ${movedId}::uuid
  from gone g join post p on p.id = g.post_id join profile u on u.id = g.user_id cross join lateral (
    (select r.id, r.profile_id from repost r
     where r.post_id = g.post_id and p.repost_count <= u.following_count and not ${isLarge('r.profile_id')}
       and ${isFollowing('g.user_id', 'r.profile_id')}
     order by r.id limit 1)
    union all
    (select r.id, r.profile_id from follow f cross join lateral (
       select id, profile_id from repost where post_id = g.post_id and profile_id = f.followee_id offset 0
     ) r where f.follower_id = g.user_id and p.repost_count > u.following_count and not ${isLarge('r.profile_id')}
     order by r.id limit 1)
  ) next
  where p.deleted_at is null and p.repost_count > 0 and not ${standsByItself('g.user_id', 'p')} order by g.user_id
  on conflict do nothing`;
}
