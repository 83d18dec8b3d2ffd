import type { App } from '../../kernel/app.ts';
import { charge } from '../../kernel/rate-limit.ts';
import { rates } from '../../kernel/rates.ts';

/** Charges one letter to its recipient, whether or not an account has the address. */
export async function chargeMail(app: App, recipient: string): Promise<void> {
  await charge(app, rates.mailPerRecipient, recipient);
  await charge(app, rates.mailPerRecipientDay, recipient);
}
