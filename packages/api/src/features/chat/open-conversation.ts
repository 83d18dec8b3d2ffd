import type { ByUserId, ConversationView } from '@rookery/contract';
import type { Transaction } from '../../kernel/app.ts';
import type { SignedInCall } from '../../kernel/context.ts';
import { DomainError, found, invalidInput } from '../../kernel/errors.ts';
import { newId } from '../../kernel/id.ts';
import { statement } from '../../kernel/sql.ts';
import { transact } from '../../kernel/transaction.ts';
import { recordJoined, recordScopeOf } from './chat.live.ts';
import { findConversation } from './conversation.view.ts';
import { findReception } from './reception.ts';

const insertDirect = statement<{ id: string }>(
  'chat.open',
  `insert into conversation (id, kind, one_id, other_id, created_by, created_at, member_count)
   values ($1, 'direct', least($2::uuid, $3::uuid), greatest($2::uuid, $3::uuid), $2, $4, 2)
   on conflict (one_id, other_id) where kind = 'direct' do nothing returning id`,
);

const selectDirect = statement<{ id: string; folder: string }>(
  'chat.direct',
  `select c.id, m.folder from conversation c join conversation_member m on m.conversation_id = c.id and m.profile_id = $1
   where c.kind = 'direct' and c.one_id = least($1::uuid, $2::uuid) and c.other_id = greatest($1::uuid, $2::uuid) for no key update of m`,
);

const insertBoth = statement(
  'chat.open-members',
  `insert into conversation_member (profile_id, conversation_id, id, folder, joined_at)
   select profile_id, $1, id, folder, $2 from unnest($3::uuid[], $4::uuid[], $5::text[]) as w(profile_id, id, folder) order by profile_id`,
);

const takeUp = statement(
  'chat.take-up',
  `update conversation_member set folder = 'inbox' where profile_id = $1 and conversation_id = $2`,
);

/** The one direct conversation of the caller with somebody; begins it if there is none. */
export async function openConversation({ ctx, input }: SignedInCall<ByUserId>): Promise<ConversationView> {
  const viewerId = ctx.viewer.id;
  if (viewerId === input.userId) throw invalidInput(['userId'], 'is your own');
  return transact(ctx, async (tx) => {
    const reception = found((await findReception(tx.sql, viewerId, [input.userId])).get(input.userId));
    const known = await tx.sql.first(selectDirect, [viewerId, input.userId]);
    if (!known && reception === 'refused') throw new DomainError('messages_refused');
    const conversationId = known ? known.id : await begin(tx, [viewerId, input.userId], reception === 'inbox');
    if (known?.folder === 'declined') {
      await tx.sql.run(takeUp, [viewerId, conversationId]);
      recordJoined(tx, viewerId, conversationId);
    }
    return findConversation(tx, { viewerId, conversationId }, ctx.app.clock.now());
  });
}

async function begin(
  tx: Transaction,
  [viewerId, otherId]: [viewerId: string, otherId: string],
  isExpected: boolean,
): Promise<string> {
  const now = tx.app.clock.now();
  const made = await tx.sql.first(insertDirect, [newId(), viewerId, otherId, now]);
  // NOTE: both have opened it at the same time; the other one has committed by now.
  if (!made) return found(await tx.sql.first(selectDirect, [viewerId, otherId])).id;
  const folders = ['inbox', isExpected ? 'inbox' : 'requests'];
  await tx.sql.run(insertBoth, [made.id, now, [viewerId, otherId], [newId(), newId()], folders]);
  recordJoined(tx, viewerId, made.id);
  recordScopeOf(tx, otherId, made.id);
  return made.id;
}
