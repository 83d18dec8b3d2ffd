import type { ConversationView, LocalChat, Rookery } from '@rookery/sdk';
import { byId } from '../dom.ts';
import { errorText } from '../error-text.ts';
import { showNote } from '../note.ts';
import { openMessageComposer } from './message-composer.ts';
import { createMessageLog } from './message-log.ts';
import { createOlderMessages } from './older-messages.ts';
import type { OpenConversation } from './open-conversation.ts';
import { rowsOf } from './rows.ts';
import { nameOf, typingText } from './sentences.ts';
import { answerRequest, createThreadDeeds } from './thread-deeds.ts';
import { drawThreadHead } from './thread-head.ts';
import { createThreadStates } from './thread-states.ts';
import { followTyping } from './typing.ts';
import { whenSeen } from './when-seen.ts';

/** The place for the conversation that is open. */
export interface Thread {
  readonly id: string | null;
  /** Opens a conversation; null: none. */
  open(id: string | null): void;
  /** Shows the conversation as it is now. */
  show(conversation: ConversationView): void;
  fail(problem: string): void;
}

/** Takes hold of that place. */
export function createThread(rookery: Rookery): Thread {
  const local = rookery.chat.local();
  const viewerId = (): string => rookery.session.current?.accountId ?? '';
  let open: OpenConversation | null = null;
  let leave: () => void = () => undefined;

  const composer = openMessageComposer(rookery, {
    send: (id, message) => {
      if (open) open.newAfter = null;
      local.send(id, message).catch((error) => showNote(errorText(error)));
      log.toEnd();
    },
    edit: (id, text) => rookery.chat.edit({ id, text }),
    typing: (id) => void local.typing(id),
  });
  const deeds = createThreadDeeds({ rookery, viewerId, open: () => open, composer: () => composer });
  const states = createThreadStates((accept) => void (open && answerRequest(rookery, open.id, accept)));
  const older = createOlderMessages(() => open);
  const typing = followTyping(rookery, () => drawTyping(open, typing.in(open?.id ?? '')));
  const log = createMessageLog({ deeds, viewerId, onStart: older.load, onEnd: () => settle() });

  const settle = (): void => {
    drawJump(open, log.isAtEnd);
    const { conversation, messages } = open ?? {};
    if (!conversation?.unreadCount || !log.isAtEnd || messages?.current.status !== 'ready') return;
    // NOTE: a refusal is mended by the next message or the next look.
    whenSeen(() => local.markRead(conversation.id, conversation.lastSeq).catch(() => undefined));
  };
  const draw = (): void => {
    if (!open) return;
    const state = open.messages.current;
    const newest = state.items.at(-1);
    if (newest?.sender && newest.id !== open.newestId) typing.ended(open.id, newest.sender.id);
    open.newestId = newest?.id ?? null;
    states.show(state, open.conversation);
    older.show();
    log.show(rowsOf({ ...open, state, viewerId: viewerId() }));
    settle();
  };

  byId('message-jump', HTMLButtonElement).addEventListener('click', log.toEnd);
  addEventListener('focus', () => settle());
  document.addEventListener('visibilitychange', () => settle());

  return {
    get id() {
      return open?.id ?? null;
    },
    open: (id) => {
      if (id === (open?.id ?? null)) return;
      leave();
      open = id === null ? null : begun(id, local);
      log.clear();
      states.begin(open !== null);
      composer.turnTo(id);
      drawThreadHead(null, viewerId());
      drawTyping(open, []);
      leave = open?.messages.subscribe(draw) ?? (() => undefined);
      draw();
    },
    show: (conversation) => {
      if (!open) return;
      const isFirst = open.conversation === null;
      if (isFirst && conversation.unreadCount > 0) open.newAfter = conversation.lastReadSeq;
      open.conversation = conversation;
      drawThreadHead(conversation, viewerId());
      composer.name(nameOf(conversation, viewerId()));
      draw();
      if (!isFirst) return;
      // NOTE: where a keyboard is drawn on the screen, it does not come unasked.
      if (matchMedia('(hover: hover)').matches) composer.focus();
      else byId('thread-name', HTMLElement).focus({ preventScroll: true });
    },
    fail: states.fail,
  };
}

function begun(id: string, local: LocalChat): OpenConversation {
  return { id, messages: local.messages(id), conversation: null, newAfter: null, newestId: null };
}

function drawTyping(open: OpenConversation | null, userIds: readonly string[]): void {
  const people = open?.conversation?.members.map(({ profile }) => profile) ?? [];
  byId('typing', HTMLElement).textContent = typingText(people.filter(({ id }) => userIds.includes(id)));
}

function drawJump(open: OpenConversation | null, isAtEnd: boolean): void {
  const jump = byId('message-jump', HTMLButtonElement);
  const waiting = open?.conversation?.unreadCount ?? 0;
  jump.hidden = isAtEnd;
  jump.textContent = waiting > 0 ? `${waiting} new ↓` : 'Newest ↓';
}
