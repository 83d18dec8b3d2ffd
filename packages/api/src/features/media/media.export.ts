import type { MediaKind } from '@rookery/contract';
import type { App, ExportedFile, ExportPart } from '../../kernel/app.ts';
import { defineExportPart, isoTime } from '../../kernel/export-part.ts';
import { lowestId } from '../../kernel/id.ts';
import { statement } from '../../kernel/sql.ts';
import { fileName, pictureName } from './media.view.ts';

const filePath = "'media/' || m.id || case when m.kind = 'image' then '.webp' else '/' || coalesce(m.name, 'file') end";

/** What somebody takes with him of what he uploaded, beside the files. */
export const exportedMedia: readonly ExportPart[] = [
  defineExportPart({
    file: 'media.jsonl',
    tables: ['media', 'media_use'],
    key: 'm.id',
    line: `jsonb_build_object('id', m.id, 'file', case when m.status = 'ready' then ${filePath} end, 'kind', m.kind,
      'name', m.name, 'bytes', m.bytes, 'mime', m.mime, 'alt', m.alt, 'width', m.width, 'height', m.height, 'createdAt', ${isoTime('m.created_at')}, 'shownBy', array(
        select u.holder_id from media_use u where u.media_id = m.id order by u.holder_id))`,
    from: 'media m where m.owner_id = $1',
  }),
];

const selectReady = statement<{ id: string; kind: MediaKind; path: string }>(
  'media.ready-of-owner',
  `select m.id, m.kind, ${filePath} as path from media m
   where m.owner_id = $1 and m.id > $2 and m.status = 'ready' order by m.id limit 500`,
);

/** The files that somebody uploaded, images in their largest size. */
export async function* exportedFiles({ sql }: App, ownerId: string): AsyncGenerator<ExportedFile> {
  for (let after = lowestId; ; ) {
    const rows = await sql.rows(selectReady, [ownerId, after]);
    for (const { id, kind, path } of rows) {
      yield { path, name: kind === 'image' ? pictureName(id, 'large') : fileName(id) };
    }
    const last = rows.at(-1);
    if (!last) return;
    after = last.id;
  }
}
