import type { App, Transaction } from '../../kernel/app.ts';
import { lowestId } from '../../kernel/id.ts';
import { statement } from '../../kernel/sql.ts';
import { transact } from '../../kernel/transaction.ts';
import { recordHidden, recordJoined, recordLeft, recordScopeOf } from './chat.live.ts';
import { isListed, mayReadConversation } from './chat.policy.ts';

const atOnce = 200;

interface PeerRow {
  id: string;
  profile_id: string;
  /** It stands in a list of the member. */
  listed: boolean;
  /** The member may read it now. */
  readable: boolean;
}

const columns = `c.id, m.profile_id, ${isListed('c', 'm')} as listed, ${mayReadConversation('c', 'm', 'm.profile_id')} as readable`;

const selectPair = statement<PeerRow>(
  'chat.pair',
  `select ${columns} from conversation c join conversation_member m on m.conversation_id = c.id and m.profile_id in (c.one_id, c.other_id)
   where c.kind = 'direct' and c.one_id = least($1::uuid, $2::uuid) and c.other_id = greatest($1::uuid, $2::uuid) and m.folder <> 'declined'`,
);

const selectPeers = statement<PeerRow>(
  'chat.peers',
  `select ${columns} from (
     select d.id, d.other_id as peer_id from conversation d where d.kind = 'direct' and d.one_id = $1 and d.id > $2 union all
     select d.id, d.one_id from conversation d where d.kind = 'direct' and d.other_id = $1 and d.id > $2 order by id limit ${atOnce}
   ) w join conversation c on c.id = w.id join conversation_member m on m.conversation_id = w.id and m.profile_id = w.peer_id
   where m.folder <> 'declined' order by c.id`,
);

const lastOfChunk = statement<{ id: string | null }>(
  'chat.last-peer',
  `select max(id::text) as id from (select id from (
     select d.id from conversation d where d.kind = 'direct' and d.one_id = $1 and d.id > $2 union all
     select d.id from conversation d where d.kind = 'direct' and d.other_id = $1 and d.id > $2) all_of order by id limit ${atOnce}) w having count(*) = ${atOnce}`,
);

/** Tells two that their direct conversation is there for them no more, or again, whichever holds now. */
export async function tellPair(tx: Transaction, oneId: string, otherId: string): Promise<void> {
  tellEach(tx, await tx.sql.rows(selectPair, [oneId, otherId]));
}

/**
 * Tells some of those with whom somebody has direct conversations, those after one, that these are there no more, or again; gives after
 * which to go on, or null.
 */
export async function tellSomePeers(
  tx: Transaction,
  profileId: string,
  after: string = lowestId,
): Promise<string | null> {
  tellEach(tx, await tx.sql.rows(selectPeers, [profileId, after]));
  return (await tx.sql.first(lastOfChunk, [profileId, after]))?.id ?? null;
}

/** Tells all of them who come after a conversation, in commits of few. */
export async function tellRestOfPeers(app: App, profileId: string, from: string): Promise<void> {
  for (let after: string | null = from; after !== null; ) {
    const last: string = after;
    after = await transact({ app }, (tx) => tellSomePeers(tx, profileId, last));
  }
}

function tellEach(tx: Transaction, rows: readonly PeerRow[]): void {
  for (const { id, profile_id, listed, readable } of rows) {
    const [shown, hidden] = listed ? [recordJoined, recordLeft] : [recordScopeOf, recordHidden];
    (readable ? shown : hidden)(tx, profile_id, id);
  }
}
