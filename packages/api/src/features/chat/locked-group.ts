import type { ConversationKind, ConversationRole } from '@rookery/contract';
import type { Transaction } from '../../kernel/app.ts';
import { found, invalidInput } from '../../kernel/errors.ts';
import { statement } from '../../kernel/sql.ts';
import { mayReadConversation } from './chat.policy.ts';

/** Somebody and the conversation in which he takes part. */
export interface Member {
  conversationId: string;
  profileId: string;
}

/** A group conversation whose members stay as they are, and what the caller is in it. */
export interface LockedGroup {
  kind: ConversationKind;
  title: string | null;
  avatar_id: string | null;
  member_count: number;
  role: ConversationRole;
}

const lock = statement(
  'chat.lock-group',
  `select pg_advisory_xact_lock(hashtextextended('conversation:' || $1::text, 0))`,
);

const selectGroup = statement<LockedGroup>(
  'chat.locked-group',
  `select c.kind, c.title, c.avatar_id, c.member_count, m.role from conversation_member m join conversation c on c.id = m.conversation_id
   where m.profile_id = $2 and m.conversation_id = $1 and ${mayReadConversation('c', 'm', '$2')} for no key update of m`,
);

/**
 * Keeps others from changing who is what in a conversation until the transaction ends. NOTE: whoever changes that does this first, then
 * locks memberships, and the conversation last; who says something locks his membership and the conversation alone.
 */
export async function lockMembers({ sql }: Transaction, conversationId: string): Promise<void> {
  await sql.run(lock, [conversationId]);
}

/** Locks the members of a group conversation, and refuses what is none, or is none of the caller's. */
export async function lockGroup(tx: Transaction, { conversationId, profileId }: Member): Promise<LockedGroup> {
  // NOTE: sent together, run one after the other: what the second sees is of after the first.
  const [, row] = await Promise.all([
    lockMembers(tx, conversationId),
    tx.sql.first(selectGroup, [conversationId, profileId]),
  ]);
  const group = found(row);
  if (group.kind === 'direct') throw invalidInput(['conversationId'], 'is a direct conversation');
  return group;
}
