import type { Me } from '@rookery/contract';
import type { SignedInCall } from '../../kernel/context.ts';
import { found } from '../../kernel/errors.ts';
import { statement } from '../../kernel/sql.ts';
import { findAccount } from '../accounts/index.ts';
import { ownProfile } from '../profiles/index.ts';

const countUnread = statement<{ count: number }>(
  'me.unread-notifications',
  'select count(*)::int as count from notification where recipient_id = $1 and read_at is null',
);

/** Who the caller is, and how much waits to be read. */
export async function getMe({ ctx }: SignedInCall): Promise<Me> {
  const { sql } = ctx.app;
  const { id } = ctx.viewer;
  const [account, profile, unread] = await Promise.all([
    findAccount(sql, id),
    ownProfile(sql, id),
    sql.first(countUnread, [id]),
  ]);
  return {
    account: found(account),
    profile: found(profile),
    unread: { notifications: unread?.count ?? 0, messages: 0 },
  };
}
