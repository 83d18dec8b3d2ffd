import type { Facet, MessageRevision, MessageRevisionPage, OfMessageInput } from '@rookery/contract';
import { z } from 'zod';
import type { SignedInCall } from '../../kernel/context.ts';
import { cutPage, defineCursor, pageWith } from '../../kernel/cursor.ts';
import { epochMs, firstRows, statement } from '../../kernel/sql.ts';
import { findMessage } from './find-message.ts';

interface RevisionRow {
  version: number;
  text: string;
  facets: Facet[];
  since_ms: number;
}

const since = epochMs('coalesce(k.edited_at, k.created_at)');

const selectPage = statement<RevisionRow>(
  'chat.revisions',
  firstRows(
    `select * from (
       select k.version, k.text, k.facets, ${since} as since_ms from message k where k.id = $1 and k.deleted_at is null union all
       select r.version, r.text, r.facets, ${epochMs('r.created_at')} from message_revision r where r.message_id = $1
     ) texts where $2::int is null or version < $2 order by version desc`,
    '$3',
  ),
);

const cursor = defineCursor('chat.history', z.int32());

/** What a message says and said before, newest first; nothing once it was deleted. */
export async function listMessageRevisions({ ctx, input }: SignedInCall<OfMessageInput>): Promise<MessageRevisionPage> {
  const before = cursor.decode(input.cursor);
  await findMessage(ctx.app.sql, { viewerId: ctx.viewer.id, messageId: input.id });
  const rows = await ctx.app.sql.rows(selectPage, [input.id, before, input.limit + 1]);
  const page = cutPage(rows, input.limit, ({ version }) => cursor.encode(version));
  return pageWith(page.rows.map(toRevision), page.nextCursor);
}

function toRevision({ version, text, facets, since_ms }: RevisionRow): MessageRevision {
  return { version, text, facets, createdAt: new Date(since_ms) };
}
