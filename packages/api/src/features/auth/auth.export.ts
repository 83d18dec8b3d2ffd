import type { ExportPart } from '../../kernel/app.ts';
import { defineExportPart, isoTime } from '../../kernel/export-part.ts';

/** What somebody takes with him of where he is signed in; never a token. */
export const exportedSessions: readonly ExportPart[] = [
  defineExportPart({
    file: 'sessions.jsonl',
    tables: ['auth_session'],
    key: 's.id',
    line: `jsonb_build_object('userAgent', s.user_agent, 'ip', s.ip, 'createdAt', ${isoTime('s.created_at')},
      'lastUsedAt', ${isoTime('s.last_used_at')}, 'revokedAt', ${isoTime('s.revoked_at')})`,
    from: 'auth_session s where s.account_id = $1',
  }),
];
