import type { PostView } from '@rookery/contract';
import { advisoryLocks } from '../../../kernel/advisory-locks.ts';
import type { App, Transaction } from '../../../kernel/app.ts';
import { statement } from '../../../kernel/sql.ts';
import { transact } from '../../../kernel/transaction.ts';
import { sendMail } from '../../accounts/index.ts';
import { hydratePostsForEach } from '../../posts/index.ts';
import { digestLetter } from './digest-letter.ts';
import { collectMissed } from './missed-messages.ts';
import { type DueItem, takeDue } from './take-due.ts';

const oneAtATime = statement(
  'notifications.digests-one-at-a-time',
  `select pg_advisory_xact_lock(${advisoryLocks.digests})`,
);

/** Mails everybody what he missed, some recipients in each transaction. */
export async function sendDigests(app: App): Promise<void> {
  const now = app.clock.now();
  await collectMissed(app, now);
  while ((await transact({ app }, (tx) => mailSome(tx, now))) > 0);
}

/** Enqueues the letters together with the note of what they tell; returns how many recipients were looked at. */
async function mailSome(tx: Transaction, now: Date): Promise<number> {
  await tx.sql.run(oneAtATime, []);
  const { items, recipients } = await takeDue(tx, now);
  const texts = await textsOf(tx, items);
  const house = { publicUrl: tx.app.settings.publicUrl, secret: tx.app.instanceSecret };
  for (const [recipientId, own] of Map.groupBy(items, (item) => item.recipient_id)) {
    const parts = { recipientId, email: own[0]?.email ?? '', items: own, texts: texts.get(recipientId) ?? new Map() };
    await tx.enqueue(sendMail, digestLetter(house, parts));
  }
  return recipients;
}

/** The beginning of each post that is told of, for each recipient as he may read it. */
async function textsOf(tx: Transaction, items: readonly DueItem[]): Promise<Map<string, Map<string, string>>> {
  const about = items.flatMap(({ recipient_id: viewerId, post_id: postId }) =>
    postId === null ? [] : [{ viewerId, postId }],
  );
  const posts = await hydratePostsForEach(tx, about);
  const texts = new Map<string, Map<string, string>>();
  for (const [at, { viewerId, postId }] of about.entries()) {
    const own = texts.get(viewerId) ?? new Map<string, string>();
    texts.set(viewerId, own.set(postId, beginningOf(posts[at] ?? null)));
  }
  return texts;
}

const longest = 140;
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** NOTE: what stands behind a warning stays there. */
function beginningOf(post: PostView | null): string {
  const text = (post?.contentWarning ?? post?.text ?? '').replace(/\s+/g, ' ').trim();
  const letters = Array.from(graphemes.segment(text), ({ segment }) => segment);
  return letters.length > longest ? `${letters.slice(0, longest).join('')}…` : text;
}
