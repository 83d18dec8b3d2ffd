import type { ExportPart } from '../../kernel/app.ts';
import { defineExportPart, isoTime } from '../../kernel/export-part.ts';

/** What somebody takes with him of his personal access tokens; never what proves one. */
export const exportedTokens: readonly ExportPart[] = [
  defineExportPart({
    file: 'tokens.jsonl',
    tables: ['personal_access_token'],
    key: 't.id',
    line: `jsonb_build_object('name', t.name, 'scopes', t.scopes, 'createdAt', ${isoTime('t.created_at')},
      'expiresAt', ${isoTime('t.expires_at')}, 'lastUsedAt', ${isoTime('t.last_used_at')},
      'revokedAt', ${isoTime('t.revoked_at')})`,
    from: 'personal_access_token t where t.account_id = $1',
  }),
];
