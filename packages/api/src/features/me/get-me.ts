import type { Me } from '@rookery/contract';
import type { SignedInCall } from '../../kernel/context.ts';
import { found } from '../../kernel/errors.ts';
import { findAccount } from '../accounts/index.ts';
import { countUnreadMessages } from '../chat/index.ts';
import { countUnread } from '../notifications/index.ts';
import { ownProfile } from '../profiles/index.ts';

/** Who the caller is, and how much waits to be read. */
export async function getMe({ ctx }: SignedInCall): Promise<Me> {
  const { sql } = ctx.app;
  const { id } = ctx.viewer;
  const [account, profile, notifications, messages] = await Promise.all([
    findAccount(sql, id),
    ownProfile(ctx.app, id),
    countUnread(sql, id),
    countUnreadMessages(sql, id),
  ]);
  return { account: found(account), profile: found(profile), unread: { notifications, messages: messages.count } };
}
