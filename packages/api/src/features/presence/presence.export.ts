import type { ExportPart } from '../../kernel/app.ts';
import { defineExportPart, isoTime } from '../../kernel/export-part.ts';

/** When somebody who takes everything with him was seen last. */
export const exportedPresence: readonly ExportPart[] = [
  defineExportPart({
    file: 'last-seen.jsonl',
    tables: ['last_seen'],
    key: 'l.profile_id',
    line: `jsonb_build_object('at', ${isoTime('l.at')})`,
    from: 'last_seen l where l.profile_id = $1',
  }),
];
