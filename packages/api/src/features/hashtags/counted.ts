/** SQL condition: a post stands in counts of hashtags, which show nothing to anybody that not everybody may see, nor what groups talk of. */
export function isCounted(post: string, author: string): string {
  return `(${post}.visibility = 'public' and ${post}.group_id is null and ${post}.deleted_at is null and not ${author}.is_private and ${author}.hidden_at is null)`;
}

/** SQL: how many public posts carry a tag, an expression, by now; `hashtag.post_count` alone is up to a minute late. */
export function postCountOf(tag: string): string {
  return `(coalesce((select k.post_count from hashtag k where k.tag = ${tag}), 0)
    + coalesce((select sum(c.delta) from hashtag_change c where c.tag = ${tag}), 0))::int`;
}
