import { newId, publishScheduledJob, statement, type Transaction } from '@rookery/api';
import { ofDemo } from './story.ts';

const followTags = statement(
  'demo.follow-tags',
  `insert into hashtag_follow (profile_id, tag, id) select $1, tag, id from unnest($2::text[], $3::uuid[]) as r(tag, id)`,
);
const insertDraft = statement(
  'demo.draft',
  `insert into post_draft (id, author_id, content, scheduled_at, created_at, updated_at) values ($1, $2, $3, $4, $5, $5)`,
);

const hour = 3_600_000;

/** Writes what only the demo account sees: hashtags that it follows, drafts, and a post that waits for its time. */
export async function writeOwn(tx: Transaction, demoId: string): Promise<void> {
  const { tags, drafts, scheduled } = ofDemo;
  const now = tx.app.clock.now();
  await tx.sql.run(followTags, [demoId, tags, tags.map(newId)]);
  for (const draft of drafts) await tx.sql.run(insertDraft, [newId(), demoId, JSON.stringify(draft), null, now]);
  const draftId = newId();
  const scheduledAt = new Date(now.getTime() + scheduled.hours * hour);
  await tx.sql.run(insertDraft, [draftId, demoId, JSON.stringify(scheduled.content), scheduledAt, now]);
  await tx.enqueue(publishScheduledJob, { draftId }, scheduledAt);
}
