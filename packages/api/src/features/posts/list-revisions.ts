import type { Facet, OfPostInput, PostRevision, PostRevisionPage } from '@rookery/contract';
import { z } from 'zod';
import type { Call } from '../../kernel/context.ts';
import { cutPage, defineCursor, pageWith } from '../../kernel/cursor.ts';
import { found } from '../../kernel/errors.ts';
import { epochMs, firstRows, statement } from '../../kernel/sql.ts';
import { mediaHeldBy, type StoredMedia, toMediaView } from '../media/index.ts';
import { isOpen, mayReadPost } from './post.policy.ts';

interface RevisionRow {
  version: number;
  text: string;
  facets: Facet[];
  media_ids: string[];
  content_warning: string | null;
  since_ms: number;
}

type CurrentRow = RevisionRow & { open: boolean; media: StoredMedia[] };

const selectCurrent = statement<CurrentRow>(
  'posts.current-revision',
  `select p.version, p.text, p.facets, p.content_warning, ${epochMs('coalesce(p.edited_at, p.created_at)')} as since_ms,
     array(select u.media_id from media_use u where u.holder_id = p.id order by u.position) as media_ids,
     ${mediaHeldBy('p.id')} as media, ${isOpen('p', 'a')} as open
   from post p join profile a on a.id = p.author_id where p.id = $1 and ${mayReadPost('p', 'a', '$2::uuid')}`,
);

const selectEarlier = statement<RevisionRow>(
  'posts.earlier-revisions',
  firstRows(
    `select version, text, facets, media_ids, content_warning, ${epochMs('created_at')} as since_ms from post_revision
     where post_id = $1 and version < $2 order by version desc`,
    '$3',
  ),
);

const cursor = defineCursor('posts.history', z.int32());

/**
 * How a post reads and read before, newest first. NOTE: what its author took away from it is gone; of the files of old
 * revisions only those are shown that the post shows now.
 */
export async function listRevisions({ ctx, input }: Call<OfPostInput>): Promise<PostRevisionPage> {
  const { sql, links } = ctx.app;
  const after = cursor.decode(input.cursor);
  const current = found(await sql.first(selectCurrent, [input.id, ctx.viewer?.id ?? null]));
  const before = Math.min(after ?? current.version, current.version);
  const earlier = await sql.rows(selectEarlier, [input.id, before, input.limit + 1]);
  const page = cutPage(after === null ? [current, ...earlier] : earlier, input.limit, ({ version }) =>
    cursor.encode(version),
  );
  const media = new Map(current.media.map((file) => [file.id, toMediaView(links, file, current.open)]));
  return pageWith(
    page.rows.map((row) => toRevision(row, media)),
    page.nextCursor,
  );
}

function toRevision(row: RevisionRow, media: ReadonlyMap<string, PostRevision['media'][number]>): PostRevision {
  return {
    version: row.version,
    text: row.text,
    facets: row.facets,
    media: row.media_ids.flatMap((id) => media.get(id) ?? []),
    contentWarning: row.content_warning,
    createdAt: new Date(row.since_ms),
  };
}
