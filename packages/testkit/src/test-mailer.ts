import type { Mail, Mailer } from '@rookery/api';

/** Keeps letters for the test to read. */
export interface TestMailer extends Mailer {
  readonly sent: readonly Mail[];
  /** The newest letter to an address; throws when there is none. */
  lastTo(address: string): Mail;
}

/** A mailer that delivers to memory. */
export function createTestMailer(): TestMailer {
  const sent: Mail[] = [];
  return {
    sent,
    send: async (mail) => void sent.push(mail),
    lastTo: (address) => {
      const mail = sent.findLast(({ to }) => to === address);
      if (!mail) throw new Error(`no mail to ${address}`);
      return mail;
    },
  };
}
