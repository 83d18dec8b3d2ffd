import type { ExportPart } from '../../kernel/app.ts';
import { defineExportPart, isoTime } from '../../kernel/export-part.ts';

/** What somebody takes with him of the hashtags that he follows. */
export const exportedHashtags: readonly ExportPart[] = [
  defineExportPart({
    file: 'hashtags-followed.jsonl',
    tables: ['hashtag_follow'],
    key: 'f.id',
    line: `jsonb_build_object('tag', f.tag, 'createdAt', ${isoTime('f.created_at')})`,
    from: 'hashtag_follow f where f.profile_id = $1',
  }),
];
