import { type ById, limits, type MessageView, type ReactionInput } from '@rookery/contract';
import type { Transaction } from '../../kernel/app.ts';
import type { SignedInCall } from '../../kernel/context.ts';
import { DomainError, found, invalidInput } from '../../kernel/errors.ts';
import { newId } from '../../kernel/id.ts';
import { statement } from '../../kernel/sql.ts';
import { transact } from '../../kernel/transaction.ts';
import { recordMessage } from './chat.live.ts';
import { assertWelcome, type FoundMessage, findMessageToChange, lockMessage, readMessage } from './find-message.ts';

const add = statement<{ there: boolean; fits: boolean }>(
  'chat.react',
  `with fit as (
     select coalesce(bool_or(x.emoji = $3 and x.profile_id = $2), false) as there,
       count(distinct x.emoji) filter (where x.emoji <> $3) < ${limits.reactionsPerMessage}
         and count(*) filter (where x.profile_id = $2) < ${limits.reactionsPerPerson} as fits
     from message_reaction x where x.message_id = $1
   ), made as (
     insert into message_reaction (message_id, profile_id, emoji, id, created_at)
     select $1, $2, $3, $4, $5 from fit where fits and not there returning 1
   ), flagged as (
     update message set has_reactions = true where id = $1 and not has_reactions and exists (select from made)
   ) select there, fits from fit`,
);

const remove = statement<{ id: string }>(
  'chat.unreact',
  `with gone as (
     delete from message_reaction where message_id = $1 and profile_id = $2 and emoji = $3 returning id
   ), flagged as (
     update message set has_reactions = false where id = $1 and exists (select from gone)
       and not exists (select from message_reaction x where x.message_id = $1 and not (x.profile_id = $2 and x.emoji = $3))
   ) select id from gone`,
);

/** Reacts to a message with an emoji; doing it again changes nothing. */
export async function reactToMessage({ ctx, input }: SignedInCall<ReactionInput>): Promise<MessageView> {
  const wanted = { viewerId: ctx.viewer.id, messageId: input.id };
  return transact(ctx, async (tx) => {
    const at = await findMessageToChange(tx, wanted);
    if (at.system) throw invalidInput(['id'], 'tells what happened');
    assertWelcome(at);
    await lockMessage(tx, at);
    const values = [at.id, wanted.viewerId, input.emoji, newId(), tx.app.clock.now()];
    const { there, fits } = found(await tx.sql.first(add, values));
    if (!there && !fits) throw new DomainError('limit_reached');
    if (!there) recordReaction(tx, at);
    return readMessage(tx, wanted);
  });
}

const lockAny = statement<ById>(
  'chat.lock-any-message',
  'select id from message where conversation_id = $1 and seq = $2 for no key update',
);

/** Takes a reaction back; of one that is not there nothing changes. */
export async function unreactToMessage({ ctx, input }: SignedInCall<ReactionInput>): Promise<MessageView> {
  const wanted = { viewerId: ctx.viewer.id, messageId: input.id };
  return transact(ctx, async (tx) => {
    const at = await findMessageToChange(tx, wanted);
    await tx.sql.first(lockAny, [at.conversation_id, at.seq]);
    if (await tx.sql.first(remove, [at.id, wanted.viewerId, input.emoji])) recordReaction(tx, at);
    return readMessage(tx, wanted);
  });
}

function recordReaction(tx: Transaction, { id, conversation_id, seq }: FoundMessage): void {
  recordMessage(tx, 'message.reaction', { conversationId: conversation_id, messageId: id, seq });
}
