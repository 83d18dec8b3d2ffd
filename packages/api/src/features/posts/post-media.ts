import type { Reaction, Transaction } from '../../kernel/app.ts';
import { reactInTransaction } from '../../kernel/event.ts';
import { statement } from '../../kernel/sql.ts';
import { mediaChanged } from '../media/index.ts';
import { mayReadPost } from './post.policy.ts';

/** SQL condition: the file `m` is shown by a post that everybody may see. */
export const openPostMedia = `exists (select from media_use u join post p on p.id = u.holder_id join profile a on a.id = p.author_id
    where u.media_id = m.id and ${mayReadPost('p', 'a', 'null')})`;

const lock = statement<{ id: string }>(
  'posts.lock-holders',
  'select id from post where id = any($1::uuid[]) order by id for no key update',
);
// NOTE: not in the statement that waits for the lock, which would not see what an edit has just put in the place of the file.
const countMediaVersion = statement(
  'posts.count-media-version',
  `update post p set media_version = media_version + 1,
     has_media = has_media and exists (select from media_use u where u.holder_id = p.id) where id = any($1::uuid[])`,
);

/** What posts do when a file that they show changes or goes: contents that are kept elsewhere are made anew. */
export const postReactions: readonly Reaction[] = [
  reactInTransaction(mediaChanged, async (tx, { holderIds }) => renewContents(tx, holderIds)),
];

async function renewContents(tx: Transaction, holderIds: readonly string[]): Promise<void> {
  if (holderIds.length === 0) return;
  const posts = await tx.sql.rows(lock, [holderIds]);
  if (posts.length > 0) await tx.sql.run(countMediaVersion, [posts.map(({ id }) => id)]);
}
