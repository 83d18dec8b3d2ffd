import type { Transaction } from '../../../kernel/app.ts';
import { statement } from '../../../kernel/sql.ts';

const mentionsAtOnce = 200;
const hasMention = `facets @? '$[*] ? (@.kind == "mention")' and facets @> jsonb_build_array(jsonb_build_object('userId', $1::text))`;
const without = (facets: string) =>
  `(select coalesce(jsonb_agg(f order by n), '[]') from jsonb_array_elements(${facets}) with ordinality as e(f, n) where f ->> 'userId' is distinct from $1::text)`;

// NOTE: contents that are kept elsewhere are known by the versions of a post, of which this one is not that of its text.
const leavePosts = statement(
  'posts.erase-mentions',
  `with target as (select id from post where ${hasMention} order by id limit ${mentionsAtOnce} for no key update)
   update post p set facets = ${without('p.facets')}, media_version = p.media_version + 1 from target t where p.id = t.id`,
);

const leaveRevisions = statement(
  'posts.erase-old-mentions',
  `with target as (select post_id, version from post_revision where ${hasMention} order by post_id, version limit ${mentionsAtOnce} for no key update)
   update post_revision r set facets = ${without('r.facets')} from target t where r.post_id = t.post_id and r.version = t.version`,
);

/** Makes mentions of somebody plain text; the texts of others stay theirs. */
export async function eraseMentions(tx: Transaction, profileId: string): Promise<boolean> {
  if ((await tx.sql.run(leavePosts, [profileId])) > 0) return true;
  return (await tx.sql.run(leaveRevisions, [profileId])) > 0;
}
