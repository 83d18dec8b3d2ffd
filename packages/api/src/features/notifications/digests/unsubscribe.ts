import { MailKind, type Unsubscribed, type UnsubscribeInput } from '@rookery/contract';
import type { Call } from '../../../kernel/context.ts';
import { invalidInput } from '../../../kernel/errors.ts';
import { transact } from '../../../kernel/transaction.ts';
import { changeSettings } from '../settings/update-settings.ts';
import { readUnsubscribeToken } from './unsubscribe-token.ts';

/** Takes whoever got a letter off that mailing. */
export async function unsubscribe({ ctx, input }: Call<UnsubscribeInput>): Promise<Unsubscribed> {
  const read = readUnsubscribeToken(ctx.app.instanceSecret, input.token);
  if (!read) throw invalidInput(['token'], 'is not the token of a letter');
  const { accountId, kind } = read;
  const kinds = kind === 'all' ? MailKind.options : [kind];
  const off = Object.fromEntries(kinds.map((one) => [one, { email: false }]));
  return transact(ctx, async (tx) => {
    await changeSettings(tx, accountId, off);
    return { kind };
  });
}
