/**
 * SQL predicate: the viewer follows the profile whose alias is given; false when there is no viewer.
 * NOTE: `offset 0` makes it one index lookup a row. Without it a plan may read everybody whom the viewer follows.
 */
export function follows(viewerParam: string, profileAlias: string): string {
  return `exists (select 1 from follow where follow.follower_id = ${viewerParam}::uuid and follow.followee_id = ${profileAlias}.id offset 0)`;
}

/**
 * SQL predicate: the viewer may read what the profile of this alias writes, and the lists of whom it follows and who
 * follows it. Never null; the viewer's parameter is null for an anonymous caller.
 */
export function mayReadAuthor(authorAlias: string, viewerParam: string): string {
  const isSelf = `${authorAlias}.id is not distinct from ${viewerParam}::uuid`;
  return `(not ${authorAlias}.is_private or ${isSelf} or ${follows(viewerParam, authorAlias)})`;
}
