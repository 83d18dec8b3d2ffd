import type { AccountRole, AccountView } from '@rookery/contract';
import { dateOrNull, epochMs, type Sql, statement } from '../../kernel/sql.ts';

interface AccountRow {
  id: string;
  email: string;
  verified: boolean;
  role: AccountRole;
  created_ms: number;
  delete_ms: number | null;
}

const selectAccount = statement<AccountRow>(
  'accounts.view',
  `select id, email, email_verified_at is not null as verified, role, ${epochMs('created_at')} as created_ms, ${epochMs('delete_after')} as delete_ms
   from account where id = $1`,
);

/** An account as its owner sees it, or null. */
export async function findAccount(sql: Sql, id: string): Promise<AccountView | null> {
  const row = await sql.first(selectAccount, [id]);
  if (!row) return null;
  return {
    id: row.id,
    email: row.email,
    emailVerified: row.verified,
    role: row.role,
    createdAt: new Date(row.created_ms),
    deleteAfter: dateOrNull(row.delete_ms),
  };
}
