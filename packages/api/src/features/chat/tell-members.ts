import { limits } from '@rookery/contract';
import type { App, Transaction } from '../../kernel/app.ts';
import { lowestId } from '../../kernel/id.ts';
import { statement } from '../../kernel/sql.ts';
import { transact } from '../../kernel/transaction.ts';
import { recordConversation, recordOwnConversation } from './chat.live.ts';
import { isListed } from './chat.policy.ts';

/** What of somebody shows otherwise in his conversations: whether he is among the members of groups, or what has been read. */
export type Shown = 'membership' | 'receipts';

const atOnce = 200;

const selectTold = statement<{ id: string; told: 'all' | 'self' | 'nobody' }>(
  'chat.told-of-member',
  `select c.id, case
     when $3 = 'membership' then case when c.kind = 'group' then 'all' else 'nobody' end
     when c.member_count > ${limits.receiptsUpTo} or m.folder = 'declined' or not ${isListed('c', 'm')} then 'nobody'
     when m.folder = 'inbox' and (c.kind = 'group' or c.last_seq > 0) then 'all' else 'self' end as told
   from conversation_member m join conversation c on c.id = m.conversation_id
   where m.profile_id = $1 and m.conversation_id > $2 order by m.conversation_id limit ${atOnce}`,
);

/** Whose conversations show otherwise, and what in them. */
export interface ShownOtherwise {
  profileId: string;
  shown: Shown;
}

/** Tells the members of some conversations of somebody, those after one, that they show otherwise; gives after which to go on, or null. */
export async function tellSomeMembers(
  tx: Transaction,
  { profileId, shown }: ShownOtherwise,
  after: string = lowestId,
): Promise<string | null> {
  const rows = await tx.sql.rows(selectTold, [profileId, after, shown]);
  for (const { id, told } of rows) {
    if (told === 'all') recordConversation(tx, id);
    if (told === 'self') recordOwnConversation(tx, profileId, id);
  }
  return rows.length === atOnce ? (rows.at(-1)?.id ?? null) : null;
}

/** Tells the members of all that come after a conversation, in commits of few. */
export async function tellRestOfMembers(app: App, what: ShownOtherwise, from: string): Promise<void> {
  for (let after: string | null = from; after !== null; ) {
    const last: string = after;
    after = await transact({ app }, (tx) => tellSomeMembers(tx, what, last));
  }
}
