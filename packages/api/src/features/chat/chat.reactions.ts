import type { Reaction, Transaction } from '../../kernel/app.ts';
import { reactInTransaction } from '../../kernel/event.ts';
import { statement } from '../../kernel/sql.ts';
import { blocked, followed, friended, unblocked } from '../graph/index.ts';
import { mediaChanged } from '../media/index.ts';
import { profileHidden, profileShown, receiptsShown } from '../profiles/index.ts';
import { tellMembersJob, tellPeersJob } from './chat.jobs.ts';
import { recordConversation } from './chat.live.ts';
import { settleMessageMedia } from './settle-message-media.ts';
import { tellAccepted } from './tell-accepted.ts';
import { type ShownOtherwise, tellSomeMembers } from './tell-members.ts';
import { tellPair, tellSomePeers } from './tell-peers.ts';

const welcome = statement<{ id: string }>(
  'chat.welcome',
  `update conversation_member m set folder = 'inbox' from conversation c
   where m.profile_id = $1 and m.conversation_id = c.id and m.folder = 'requests' and c.kind = 'direct'
     and c.one_id = least($1::uuid, $2::uuid) and c.other_id = greatest($1::uuid, $2::uuid) returning c.id`,
);

/** Takes what waits among the requests of somebody into his inbox, since he knows now who began it. */
async function takeIn(tx: Transaction, receiverId: string, openerId: string): Promise<void> {
  const waiting = await tx.sql.first(welcome, [receiverId, openerId]);
  if (waiting) await tellAccepted(tx, { conversationId: waiting.id, profileId: receiverId });
}

/** Tells those who talk with somebody that he is there no more, or again; of many, the rest by job. */
async function tellPeers(tx: Transaction, profileId: string): Promise<void> {
  const after = await tellSomePeers(tx, profileId);
  if (after !== null) await tx.enqueue(tellPeersJob, { profileId, after });
  await tellMembers(tx, { profileId, shown: 'membership' });
}

/** Tells the members of somebody's conversations that they show otherwise; of many, the rest by job. */
async function tellMembers(tx: Transaction, what: ShownOtherwise): Promise<void> {
  const after = await tellSomeMembers(tx, what);
  if (after !== null) await tx.enqueue(tellMembersJob, { ...what, after });
}

const selectPictured = statement<{ id: string }>(
  'chat.pictured',
  'select id from conversation where id = any($1::uuid[])',
);

/** What conversations do when people come closer, part, hide and come back, and when a picture goes. */
export const chatReactions: readonly Reaction[] = [
  reactInTransaction(followed, (tx, { followerId, followeeId }) => takeIn(tx, followerId, followeeId)),
  reactInTransaction(friended, async (tx, { aId, bId }) => {
    await takeIn(tx, aId, bId);
    await takeIn(tx, bId, aId);
  }),
  reactInTransaction(blocked, (tx, { blockerId, blockedId }) => tellPair(tx, blockerId, blockedId)),
  reactInTransaction(unblocked, (tx, { blockerId, blockedId }) => tellPair(tx, blockerId, blockedId)),
  reactInTransaction(profileHidden, (tx, { profileId }) => tellPeers(tx, profileId)),
  reactInTransaction(profileShown, (tx, { profileId }) => tellPeers(tx, profileId)),
  reactInTransaction(receiptsShown, (tx, { profileId }) => tellMembers(tx, { profileId, shown: 'receipts' })),
  reactInTransaction(mediaChanged, async (tx, { holderIds }) => {
    if (holderIds.length === 0) return;
    for (const { id } of await tx.sql.rows(selectPictured, [holderIds])) recordConversation(tx, id);
    await settleMessageMedia(tx, holderIds);
  }),
];
