import type { Transaction } from '../../kernel/app.ts';
import { statement } from '../../kernel/sql.ts';

const dropFollows = statement('hashtags.erase-follows', 'delete from hashtag_follow where profile_id = $1');
const dropTags = statement(
  'hashtags.erase-tags',
  'delete from post_hashtag h where h.author_id = $1 and not exists (select from post p where p.id = h.post_id and p.author_id = $1)',
);
// NOTE: a week of uses has no index by author, and is gone through once for each who leaves.
const dropUses = statement(
  'hashtags.erase-uses',
  'delete from hashtag_use where author_id = $1 and not exists (select from post where post.author_id = $1)',
);

/** Deletes which hashtags somebody follows and that he used some. NOTE: the counts of them go down with his posts. */
export async function eraseHashtags(tx: Transaction, profileId: string): Promise<boolean> {
  let gone = 0;
  for (const statement of [dropFollows, dropTags, dropUses]) gone += await tx.sql.run(statement, [profileId]);
  return gone > 0;
}
