import type { ConversationView, LocalMessages } from '@rookery/sdk';

/** The conversation that is open, as far as it is known. */
export interface OpenConversation {
  readonly id: string;
  readonly messages: LocalMessages;
  conversation: ConversationView | null;
  /** Up to where it had been read when it was opened; null: nothing was new. */
  newAfter: number | null;
  /** The newest message that was shown. */
  newestId: string | null;
}
