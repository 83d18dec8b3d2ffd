import { type DraftContent, limits } from '@rookery/contract';
import type { Transaction } from '../../../kernel/app.ts';
import { DomainError, found } from '../../../kernel/errors.ts';
import { newId } from '../../../kernel/id.ts';
import { epochMs, statement } from '../../../kernel/sql.ts';
import { holdMedia } from '../../media/index.ts';

/** A draft or a scheduled post as the database holds it. */
export interface DraftRow {
  id: string;
  content: DraftContent;
  created_ms: number;
  updated_ms: number;
}

/** Columns of a `DraftRow` where `d` is the draft. */
export const draftColumns = `d.id, d.content, ${epochMs('d.created_at')} as created_ms, ${epochMs('d.updated_at')} as updated_ms`;

/** What is put aside for later. */
export interface NewDraft {
  authorId: string;
  content: DraftContent;
  /** Null for a draft. */
  scheduledAt: Date | null;
}

const lockAuthor = statement('drafts.lock-author', 'select from profile where id = $1 for no key update');
const count = statement<{ kept: number }>(
  'drafts.count',
  'select count(*)::int as kept from post_draft where author_id = $1 and (scheduled_at is null) = $2',
);
const insert = statement<DraftRow>(
  'drafts.insert',
  `insert into post_draft as d (id, author_id, content, scheduled_at, created_at, updated_at)
   values ($1, $2, $3, $4, $5, $5) returning ${draftColumns}`,
);

/** Keeps a draft or a scheduled post; refuses with `limit_reached` when there are as many of its kind as allowed. */
export async function insertDraft(tx: Transaction, { authorId, content, scheduledAt }: NewDraft): Promise<DraftRow> {
  // NOTE: what others of this author commit before the lock is counted after it.
  await tx.sql.run(lockAuthor, [authorId]);
  const { kept } = found(await tx.sql.first(count, [authorId, scheduledAt === null]));
  if (kept >= limits.drafts) throw new DomainError('limit_reached');
  const values = [newId(), authorId, JSON.stringify(content), scheduledAt, tx.app.clock.now()];
  const row = found(await tx.sql.first(insert, values));
  await holdMediaOf(tx, { draftId: row.id, authorId, content });
  return row;
}

/** Makes a draft hold the media of its content and no others; `path` is where the content stands in the input. */
export async function holdMediaOf(
  tx: Transaction,
  { draftId, authorId, content }: { draftId: string; authorId: string; content: DraftContent },
  path: readonly string[] = [],
): Promise<void> {
  try {
    await holdMedia(tx, { ownerId: authorId, mediaIds: content.mediaIds ?? [], holderId: draftId });
  } catch (error) {
    throw error instanceof DomainError ? under(path, error) : error;
  }
}

/** The same refusal of a field that stands deeper in the input. */
function under(path: readonly string[], { reason, issues }: DomainError): DomainError {
  return new DomainError(reason, { issues: issues.map((issue) => ({ ...issue, path: [...path, ...issue.path] })) });
}
