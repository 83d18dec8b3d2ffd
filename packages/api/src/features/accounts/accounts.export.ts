import type { ExportPart } from '../../kernel/app.ts';
import { defineExportPart, isoTime } from '../../kernel/export-part.ts';

/** What somebody takes with him of his account. */
export const exportedAccount: readonly ExportPart[] = [
  defineExportPart({
    file: 'account.jsonl',
    tables: ['account'],
    key: 'a.id',
    line: `jsonb_build_object('id', a.id, 'email', a.email, 'emailVerifiedAt', ${isoTime('a.email_verified_at')}, 'role', a.role,
      'createdAt', ${isoTime('a.created_at')}, 'deleteAfter', ${isoTime('a.delete_after')})`,
    from: 'account a where a.id = $1',
  }),
];
