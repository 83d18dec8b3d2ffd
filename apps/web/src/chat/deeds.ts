import type { MessageView } from '@rookery/sdk';

/** What the reader does to messages. */
export interface MessageDeeds {
  /** Whether anything can be done here; a request has to be accepted first. */
  isOpen(): boolean;
  retry(clientId: string): void;
  drop(clientId: string): void;
  react(message: MessageView, emoji: string, on: boolean): void;
  /** Offers what can be done with a message, beside the button that asks for it. */
  openMenu(message: MessageView, button: HTMLElement): void;
}
