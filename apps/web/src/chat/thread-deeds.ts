import type { MessageView, Rookery } from '@rookery/sdk';
import { addressOf } from '../addresses.ts';
import { errorText } from '../error-text.ts';
import { showNote } from '../note.ts';
import type { MessageDeeds } from './deeds.ts';
import type { MessageComposer } from './message-composer.ts';
import { openMessageMenu } from './message-menu.ts';
import type { OpenConversation } from './open-conversation.ts';

/** What deeds need to know. */
export interface ThreadDeedsParts {
  rookery: Rookery;
  viewerId(): string;
  open(): OpenConversation | null;
  composer(): MessageComposer;
}

/** What the reader can do to the messages of the conversation that is open. NOTE: what comes of it is told live. */
export function createThreadDeeds({ rookery: { chat }, viewerId, open, composer }: ThreadDeedsParts): MessageDeeds {
  const local = chat.local();
  const react = ({ id }: MessageView, emoji: string, on: boolean): void =>
    void chat[on ? 'react' : 'unreact']({ id, emoji }).catch(complain);
  const remove = ({ id }: MessageView): void => void chat.delete({ id }).catch(complain);
  return {
    isOpen: () => open()?.conversation?.folder === 'inbox',
    retry: (clientId) => void local.retry(clientId).catch(complain),
    drop: (clientId) => void local.drop(clientId).catch(complain),
    react,
    openMenu: (message, button) => {
      const { reply, edit } = composer();
      const isOwn = message.sender?.id === viewerId();
      openMessageMenu(message, button, { isOwn, deeds: { react, reply, edit, delete: remove } });
    },
  };
}

/** Accepts a request, or declines it and leaves. */
export async function answerRequest({ chat }: Rookery, conversationId: string, accept: boolean): Promise<void> {
  try {
    await (accept ? chat.acceptRequest({ conversationId }) : chat.declineRequest({ conversationId }));
    if (!accept) location.hash = addressOf({ kind: 'messages', id: null });
  } catch (error) {
    complain(error);
  }
}

function complain(error: unknown): void {
  showNote(errorText(error));
}
