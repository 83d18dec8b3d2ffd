import type { MessagesFrom, PrivacySettings, UpdatePrivacyInput } from '@rookery/contract';
import type { SignedInCall } from '../../kernel/context.ts';
import { found } from '../../kernel/errors.ts';
import { statement } from '../../kernel/sql.ts';
import { transact } from '../../kernel/transaction.ts';
import { presenceShown, receiptsShown } from './profiles.events.ts';

interface Row {
  messages_from: MessagesFrom;
  read_receipts: boolean;
  shows_presence: boolean;
}

const selectSettings = statement<Row>(
  'profiles.privacy',
  'select messages_from, read_receipts, shows_presence from privacy_setting where profile_id = $1',
);

// NOTE: `before` is joined so that it is read first; a row that the same statement has changed cannot be locked any more.
const setSettings = statement<Row & { showed_presence: boolean; sent_receipts: boolean }>(
  'profiles.set-privacy',
  `with before as (select shows_presence, read_receipts from privacy_setting where profile_id = $1 for update)
   insert into privacy_setting as s (profile_id, messages_from, read_receipts, shows_presence)
   select $1, coalesce($2, 'anyone'), coalesce($3, true), coalesce($4, true) from (values (1)) as one left join before on true
   on conflict (profile_id) do update set messages_from = coalesce($2, s.messages_from),
     read_receipts = coalesce($3, s.read_receipts), shows_presence = coalesce($4, s.shows_presence)
   returning messages_from, read_receipts, shows_presence,
     coalesce((select b.shows_presence from before b), true) as showed_presence,
     coalesce((select b.read_receipts from before b), true) as sent_receipts`,
);

/** SQL predicate: somebody lets others see whether he is online. */
export function showsPresence(profileId: string): string {
  return `not exists (select 1 from privacy_setting ps where ps.profile_id = ${profileId} and not ps.shows_presence offset 0)`;
}

/** What the caller lets others do and know. */
export async function getPrivacy({ ctx: { app, viewer } }: SignedInCall): Promise<PrivacySettings> {
  const row = await app.sql.first(selectSettings, [viewer.id]);
  return row ? settingsOf(row) : { messagesFrom: 'anyone', readReceipts: true, showPresence: true };
}

/** Changes what the caller lets others do and know; it holds from the next call on. */
export async function updatePrivacy({ ctx, input }: SignedInCall<UpdatePrivacyInput>): Promise<PrivacySettings> {
  const profileId = ctx.viewer.id;
  const values = [input.messagesFrom, input.readReceipts, input.showPresence].map((value) => value ?? null);
  return transact(ctx, async (tx) => {
    const row = found(await tx.sql.first(setSettings, [profileId, ...values]));
    if (row.shows_presence !== row.showed_presence) await tx.emit(presenceShown, { profileId });
    if (row.read_receipts !== row.sent_receipts) await tx.emit(receiptsShown, { profileId });
    return settingsOf(row);
  });
}

function settingsOf(row: Row): PrivacySettings {
  return { messagesFrom: row.messages_from, readReceipts: row.read_receipts, showPresence: row.shows_presence };
}
