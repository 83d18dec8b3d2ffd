import { byId } from '../dom.ts';
import { errorText } from '../error-text.ts';
import type { OpenConversation } from './open-conversation.ts';

/** What stands above the oldest message, and brings older ones. */
export interface OlderMessages {
  /** Loads older ones, unless they are on their way or there are none. */
  load(): void;
  show(): void;
}

const words = { loading: 'Loading older messages…', start: 'The conversation begins here.', more: '' } as const;

/** Takes hold of the place there. */
export function createOlderMessages(open: () => OpenConversation | null): OlderMessages {
  const top = byId('message-top', HTMLElement);
  const retry = byId('message-top-retry', HTMLButtonElement);
  let loading: OpenConversation | null = null;

  const say = (text: string, isProblem = false): void => {
    if (top.textContent !== text) top.textContent = text;
    retry.hidden = !isProblem;
  };
  const show = (): void => {
    const shown = open();
    if (!shown || shown === loading || !retry.hidden) return;
    const { status, hasOlder, items } = shown.messages.current;
    say(status === 'ready' && !hasOlder && items.length > 0 ? words.start : words.more);
  };
  const load = async (): Promise<void> => {
    const shown = open();
    if (!shown?.messages.current.hasOlder || shown === loading) return;
    loading = shown;
    say(words.loading);
    try {
      await shown.messages.loadOlder();
      if (shown === open()) say(words.more);
    } catch (error) {
      if (shown === open()) say(errorText(error), true);
    } finally {
      if (loading === shown) loading = null;
    }
    show();
  };
  retry.addEventListener('click', () => void load());
  return {
    show,
    load: () => {
      if (retry.hidden) void load();
    },
  };
}
