import type { DraftContent } from '@rookery/contract';
import type { App } from '../../../kernel/app.ts';
import { DomainError } from '../../../kernel/errors.ts';
import { epochMs, statement } from '../../../kernel/sql.ts';
import { eachInTurn } from '../../../kernel/sweep.ts';
import { transact } from '../../../kernel/transaction.ts';
import { releaseMedia } from '../../media/index.ts';
import { readFacets } from '../facets.ts';
import { publishPost } from '../publish-post.ts';

interface DueRow {
  id: string;
  author_id: string;
  content: DraftContent;
  updated_ms: number;
}

// NOTE: the queue goes by the clock of the database, which may be ahead of ours.
const selectDue = statement<DueRow>(
  'drafts.due',
  `select id, author_id, content, ${epochMs('updated_at')} as updated_ms from post_draft
   where id = $1 and scheduled_at <= greatest($2, now()) and failure is null`,
);
const take = statement<{ suspended: boolean }>(
  'drafts.take-due',
  `delete from post_draft d using account a where d.id = $1 and d.updated_at = $2 and d.failure is null and a.id = d.author_id
   returning a.suspended_at is not null as suspended`,
);
const noteScheduledId = statement('drafts.note-scheduled-id', 'update post set scheduled_id = $2 where id = $1');
const noteFailure = statement(
  'drafts.note-failure',
  'update post_draft set failure = $3 where id = $1 and updated_at = $2 and failure is null',
);

/** Publishes a scheduled post whose time has come, once; where that cannot be, it stays with the reason until it is changed. */
export async function publishScheduled(app: App, draftId: string): Promise<void> {
  const due = await app.sql.first(selectDue, [draftId, app.clock.now()]);
  if (!due) return;
  try {
    await publish(app, due);
  } catch (error) {
    if (!(error instanceof DomainError) || error.reason === 'unavailable') throw error;
    await app.sql.run(noteFailure, [due.id, new Date(due.updated_ms), error.reason]);
  }
}

/** NOTE: the row goes in the transaction in which the post comes, so that of several jobs only one publishes. */
async function publish(app: App, { id, author_id: authorId, content, updated_ms }: DueRow): Promise<void> {
  await transact({ app }, async (tx) => {
    const taken = await tx.sql.first(take, [id, new Date(updated_ms)]);
    if (!taken) return;
    if (taken.suspended) throw new DomainError('account_suspended');
    const facets = await readFacets(tx.sql, content.text, authorId);
    const post = await publishPost(tx, { authorId, content, facets });
    await tx.sql.run(noteScheduledId, [post.id, id]);
    await releaseMedia(tx, id);
  });
}

const overdue = statement<{ id: string }>(
  'drafts.overdue',
  'select id from post_draft where scheduled_at <= $1 and failure is null order by scheduled_at limit 1000',
);

/** Publishes what is overdue because the server was down or a job was lost. */
export async function publishOverdue(app: App): Promise<void> {
  const rows = await app.sql.rows(overdue, [app.clock.now()]);
  await eachInTurn(rows, ({ id }) => publishScheduled(app, id));
}
