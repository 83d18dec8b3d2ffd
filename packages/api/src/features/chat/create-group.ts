import type { ConversationView, CreateConversationInput } from '@rookery/contract';
import type { SignedInCall } from '../../kernel/context.ts';
import { invalidInput } from '../../kernel/errors.ts';
import { newId } from '../../kernel/id.ts';
import { statement } from '../../kernel/sql.ts';
import { transact } from '../../kernel/transaction.ts';
import { chargePeople } from './charge-people.ts';
import { findConversation } from './conversation.view.ts';
import { addMembers, receive, refuseTwice, tellStrangers } from './membership.ts';
import { say } from './say.ts';

// NOTE: who began a group is said by its first message alone.
const insertGroup = statement(
  'chat.create-group',
  `insert into conversation (id, kind, title, created_at) values ($1, 'group', $2, $3)`,
);

/** Begins a group conversation, whose owner is the caller. */
export async function createGroupConversation({
  ctx,
  input: { title, userIds },
}: SignedInCall<CreateConversationInput>): Promise<ConversationView> {
  const viewerId = ctx.viewer.id;
  const now = ctx.app.clock.now();
  await chargePeople(ctx, userIds);
  return transact(ctx, async (tx) => {
    refuseTwice(userIds);
    if (userIds.includes(viewerId)) throw invalidInput(['userIds', userIds.indexOf(viewerId)], 'is your own');
    const others = await receive(tx, viewerId, { userIds, present: new Set(), gone: new Set() });
    const conversationId = newId();
    await tx.sql.run(insertGroup, [conversationId, title, now]);
    const owner = { profileId: viewerId, role: 'owner', folder: 'inbox' } as const;
    await addMembers(tx, { conversationId, fromSeq: 0 }, [owner, ...others]);
    await say(tx, { conversationId, actorId: viewerId, note: { kind: 'created' }, grown: others.length + 1 });
    await tellStrangers(tx, { conversationId, senderId: viewerId }, others);
    return findConversation(tx, { viewerId, conversationId }, now);
  });
}
