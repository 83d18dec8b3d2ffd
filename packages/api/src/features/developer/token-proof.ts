import type { AccountRole, Scope } from '@rookery/contract';
import { dateOrNull, epochMs, statement } from '../../kernel/sql.ts';
import type { PersonalTokens } from '../auth/index.ts';
import { personalTokenHash, tokenPrefix, wasMadeHere } from './personal-token.ts';

interface Row {
  id: string;
  account_id: string;
  role: AccountRole;
  scopes: Scope[];
  suspended: boolean;
  expires_ms: number | null;
  used_ms: number | null;
}

const select = statement<Row>(
  'developer.token-state',
  `select t.id, t.account_id, a.role, t.scopes, a.suspended_at is not null as suspended,
     ${epochMs('t.expires_at')} as expires_ms, ${epochMs('t.last_used_at')} as used_ms
   from personal_access_token t join account a on a.id = t.account_id where t.token_hash = $1 and t.revoked_at is null`,
);

const noteUse = statement(
  'developer.note-use',
  `update personal_access_token set last_used_at = $2
   where id = $1 and (last_used_at is null or last_used_at < $2::timestamptz - interval '4 minutes')`,
);

/** Proves to the authenticator who bears a personal access token. */
export const personalTokens: PersonalTokens = {
  looksLikeOne: (bearer) => bearer.startsWith(tokenPrefix),
  wasMadeHere,
  find: async ({ sql }, bearer) => {
    const row = await sql.first(select, [personalTokenHash(bearer)]);
    return (
      row && {
        id: row.id,
        accountId: row.account_id,
        role: row.role,
        scopes: row.scopes,
        suspended: row.suspended,
        expiresAt: dateOrNull(row.expires_ms),
        lastUsedAt: dateOrNull(row.used_ms),
      }
    );
  },
  noteUse: async ({ sql }, id, at) => void (await sql.run(noteUse, [id, at])),
};
