import type { PostView, ScheduledPost } from '@rookery/contract';
import type { Reading } from '../../../kernel/app.ts';
import { epochMs, firstRows, statement } from '../../../kernel/sql.ts';
import { isMember } from '../../groups/index.ts';
import { mediaHeldBy, type StoredMedia } from '../../media/index.ts';
import { type SummaryRow, summaryColumns } from '../../profiles/index.ts';
import { readFacetsOfEach } from '../facets.ts';
import { isOpen, mayReadPost } from '../post.policy.ts';
import { presentUnpublished, type UnpublishedPost } from '../post.view.ts';
import { type PostState, quotedState, type StoredPoll } from '../post-state.ts';
import { type DraftRow, draftColumns } from './insert-draft.ts';

/** A scheduled post with what its author sees of that which it refers to. */
export interface ScheduledRow extends DraftRow, SummaryRow {
  scheduled_ms: number;
  failure: string | null;
  is_private: boolean;
  media: StoredMedia[];
  /** Of the post that it answers; null when that cannot be answered. */
  root_id: string | null;
  /** That it will stand in, by what it answers or by itself. */
  group_id: string | null;
  /** Whether its author may write there. */
  welcome: boolean;
  /** Null when it cannot be quoted. */
  quoted: PostState | null;
}

const author = '$1::uuid';
const parentId = `(d.content ->> 'replyToId')::uuid`;
const groupId = `case when ${parentId} is null then (d.content ->> 'groupId')::uuid else (select p.group_id from post p where p.id = ${parentId}) end`;
const quotedId = `(d.content ->> 'quoteOfId')::uuid`;
const quotable = `exists (select from post q join profile qa on qa.id = q.author_id
  where q.id = ${quotedId} and ((qa.id = ${author} and q.group_id is null) or ${isOpen('q', 'qa')}))`;

const columns = `${draftColumns}, ${epochMs('d.scheduled_at')} as scheduled_ms, d.failure, ${summaryColumns('a')}, a.is_private,
  ${mediaHeldBy('d.id')} as media,
  (select coalesce(p.root_id, p.id) from post p join profile pa on pa.id = p.author_id
   where p.id = ${parentId} and ${mayReadPost('p', 'pa', author)}) as root_id,
  ${groupId} as group_id, ${groupId} is null or exists (select from community g where g.id = ${groupId} and g.deleted_at is null and ${isMember('g.id', author)}) as welcome,
  case when ${quotable} then ${quotedState(quotedId, author)} end as quoted`;

/** Takes the author and the id of a scheduled post. */
export const selectScheduled = statement<ScheduledRow>(
  'drafts.scheduled',
  `select ${columns} from post_draft d join profile a on a.id = d.author_id
   where d.author_id = $1 and d.id = $2 and d.scheduled_at is not null`,
);

/** Takes the author, the id to go on from and the number of rows. */
export const selectScheduledPage = statement<ScheduledRow>(
  'drafts.scheduled-page',
  firstRows(
    `select ${columns} from post_draft d join profile a on a.id = d.author_id
   where d.author_id = $1 and d.id < $2 and d.scheduled_at is not null order by d.id desc`,
    '$3',
  ),
);

/** Scheduled posts of one author as the wire has them, in order. */
export async function presentScheduled(read: Reading, rows: readonly ScheduledRow[]): Promise<ScheduledPost[]> {
  const ready = rows.filter(isPublishable);
  const facets = await readFacetsOfEach(
    read.sql,
    ready.map(({ content }) => content.text),
    rows[0]?.profile_id,
  );
  const posts = ready.map((row, index) => asUnpublished(row, facets[index] ?? []));
  const previews = new Map((await presentUnpublished(read, posts)).map((view) => [view.id, view]));
  return rows.map((row) => toScheduled(row, previews.get(row.id) ?? null));
}

function isPublishable({ content, root_id, quoted, media, group_id, welcome }: ScheduledRow): boolean {
  const { replyToId, quoteOfId, groupId, visibility, mediaIds = [] } = content;
  const fits = groupId === undefined || groupId === group_id;
  if (!welcome || !fits || (group_id !== null && visibility !== 'public')) return false;
  const refers = (replyToId === undefined || root_id !== null) && (quoteOfId === undefined || quoted !== null);
  return refers && media.length === mediaIds.length && media.every(({ status }) => status === 'ready');
}

function asUnpublished({ content, ...row }: ScheduledRow, facets: PostView['facets']): UnpublishedPost {
  const { text, visibility, contentWarning = null, replyToId = null, quoteOfId } = content;
  const { quoted, scheduled_ms } = row;
  const post = { text, facets, visibility, content_warning: contentWarning, reply_to_id: replyToId };
  const settled = { edited_ms: null, version: 1, quotes: quoteOfId !== undefined };
  return {
    row: { ...row, ...post, ...settled },
    quoted,
    poll: content.poll ? untouched(content.poll, scheduled_ms) : null,
    scheduledAt: new Date(scheduled_ms),
  };
}

function untouched(
  { options, multiple, expiresIn }: NonNullable<DraftRow['content']['poll']>,
  startMs: number,
): StoredPoll {
  const votes = options.map(() => 0);
  return {
    options,
    multiple,
    votes,
    voterCount: 0,
    closesMs: startMs + expiresIn * 1000,
    closed: false,
    choices: null,
  };
}

function toScheduled(row: ScheduledRow, preview: PostView | null): ScheduledPost {
  return {
    id: row.id,
    scheduledAt: new Date(row.scheduled_ms),
    content: row.content,
    preview,
    failure: row.failure,
    createdAt: new Date(row.created_ms),
    updatedAt: new Date(row.updated_ms),
  };
}
