import type { PersonalToken, Scope } from '@rookery/contract';
import { dateOrNull, epochMs } from '../../kernel/sql.ts';

/** A personal access token as the database sends it. */
export interface TokenRow {
  id: string;
  name: string;
  scopes: Scope[];
  hint: string;
  created_ms: number;
  expires_ms: number | null;
  used_ms: number | null;
}

/** Columns of a `TokenRow` where `t` is the token. */
export const tokenColumns = `t.id, t.name, t.scopes, t.hint, ${epochMs('t.created_at')} as created_ms,
  ${epochMs('t.expires_at')} as expires_ms, ${epochMs('t.last_used_at')} as used_ms`;

/** A token as its owner sees it. */
export function toPersonalToken(row: TokenRow): PersonalToken {
  return {
    id: row.id,
    name: row.name,
    scopes: row.scopes,
    hint: row.hint,
    createdAt: new Date(row.created_ms),
    expiresAt: dateOrNull(row.expires_ms),
    lastUsedAt: dateOrNull(row.used_ms),
  };
}
