import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { MailKind } from '@rookery/contract';

/** Who wants to be mailed no more, and of what. */
export interface Unsubscription {
  accountId: string;
  kind: MailKind | 'all';
}

const shape = /^(\w+)\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.[\w-]{22}$/;
const signatureBytes = 16;

/** The token of a letter that takes its recipient off the mailing; it never expires, and is good for nothing else. */
export function unsubscribeToken(secret: Buffer, { accountId, kind }: Unsubscription): string {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'rookery unsubscribe', 32));
  const said = `${kind}.${accountId}`;
  const signature = createHmac('sha256', key).update(said).digest().subarray(0, signatureBytes);
  return `${said}.${signature.toString('base64url')}`;
}

/** What a token says, or null when it is none of ours. */
export function readUnsubscribeToken(secret: Buffer, token: string): Unsubscription | null {
  const [, word = '', accountId = ''] = shape.exec(token) ?? [];
  const kind = word === 'all' ? word : MailKind.safeParse(word).data;
  if (!kind) return null;
  const genuine = unsubscribeToken(secret, { accountId, kind });
  const isGenuine = token.length === genuine.length && timingSafeEqual(Buffer.from(token), Buffer.from(genuine));
  return isGenuine ? { accountId, kind } : null;
}
