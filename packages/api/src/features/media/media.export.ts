import type { App, ExportedFile, ExportPart } from '../../kernel/app.ts';
import { defineExportPart, isoTime } from '../../kernel/export-part.ts';
import { lowestId } from '../../kernel/id.ts';
import { statement } from '../../kernel/sql.ts';
import { fileName } from './media.view.ts';

const pathOf = (id: string): string => `media/${id}.webp`;

/** What somebody takes with him of what he uploaded, beside the files. */
export const exportedMedia: readonly ExportPart[] = [
  defineExportPart({
    file: 'media.jsonl',
    tables: ['media', 'media_use'],
    key: 'm.id',
    line: `jsonb_build_object('id', m.id, 'file', case when m.status = 'ready' then 'media/' || m.id || '.webp' end, 'kind', m.kind,
      'mime', m.mime, 'alt', m.alt, 'width', m.width, 'height', m.height, 'createdAt', ${isoTime('m.created_at')}, 'shownBy', array(
        select u.holder_id from media_use u where u.media_id = m.id order by u.holder_id))`,
    from: 'media m where m.owner_id = $1',
  }),
];

const selectReady = statement<{ id: string }>(
  'media.ready-of-owner',
  `select id from media where owner_id = $1 and id > $2 and status = 'ready' order by id limit 500`,
);

/** The files that somebody uploaded, each in its largest size. */
export async function* exportedFiles({ sql }: App, ownerId: string): AsyncGenerator<ExportedFile> {
  for (let after = lowestId; ; ) {
    const rows = await sql.rows(selectReady, [ownerId, after]);
    for (const { id } of rows) yield { path: pathOf(id), name: fileName(id, 'large') };
    const last = rows.at(-1);
    if (!last) return;
    after = last.id;
  }
}
