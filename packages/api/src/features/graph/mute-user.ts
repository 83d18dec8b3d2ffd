import type { ByUserId, MuteInput, ProfileViewer } from '@rookery/contract';
import type { SignedInCall } from '../../kernel/context.ts';
import { invalidInput } from '../../kernel/errors.ts';
import { newId } from '../../kernel/id.ts';
import { statement } from '../../kernel/sql.ts';
import { transact } from '../../kernel/transaction.ts';
import { lockPair, meet, refuseSelf, standingTo } from './pair.ts';

const upsertMute = statement(
  'graph.mute',
  `insert into mute as m (muter_id, muted_id, id, until, created_at) values ($1, $2, $3, $4, $5)
   on conflict (muter_id, muted_id) do update set until = excluded.until,
     id = case when m.until <= now() then excluded.id else m.id end,
     created_at = case when m.until <= now() then excluded.created_at else m.created_at end`,
);

/** Mutes a profile, for good or until some time; of one that is muted, changes until when. */
export async function muteUser({ ctx, input }: SignedInCall<MuteInput>): Promise<ProfileViewer> {
  const { userId, until = null } = input;
  refuseSelf(ctx.viewer.id, userId);
  return transact(ctx, async (tx) => {
    const now = ctx.app.clock.now();
    // NOTE: refused in here, where a repeated call has got its first answer already.
    if (until !== null && until <= now) throw invalidInput(['until'], 'is in the past');
    await meet(tx, ctx.viewer.id, userId);
    await tx.sql.run(upsertMute, [ctx.viewer.id, userId, newId(), until, now]);
    return standingTo(tx, userId, ctx.viewer.id);
  });
}

const deleteMute = statement('graph.unmute', 'delete from mute where muter_id = $1 and muted_id = $2');

/** Mutes a profile no more. */
export async function unmuteUser({ ctx, input }: SignedInCall<ByUserId>): Promise<ProfileViewer> {
  refuseSelf(ctx.viewer.id, input.userId);
  return transact(ctx, async (tx) => {
    await lockPair(tx, ctx.viewer.id, input.userId);
    await tx.sql.run(deleteMute, [ctx.viewer.id, input.userId]);
    return standingTo(tx, input.userId, ctx.viewer.id);
  });
}
