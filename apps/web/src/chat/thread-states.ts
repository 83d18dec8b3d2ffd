import type { ConversationView, MessagesState } from '@rookery/sdk';
import { byId } from '../dom.ts';
import { nameOf } from './sentences.ts';

/** What a conversation shows beside its messages. */
export interface ThreadStates {
  /** Before anything is known; or that none is open. */
  begin(isOpen: boolean): void;
  show(state: MessagesState, conversation: ConversationView | null): void;
  fail(problem: string): void;
}

const problems: Partial<Record<MessagesState['status'], string>> = {
  failed: 'It is tried again by itself.',
  gone: 'It is gone, or not for you to see.',
};

/** Takes hold of these places; calls back when the reader accepts or declines a request. */
export function createThreadStates(answer: (accept: boolean) => void): ThreadStates {
  const place = (id: string): HTMLElement => byId(id, HTMLElement);
  const empty = place('thread-empty');
  const failed = place('thread-failed');
  const skeleton = place('message-skeleton');
  const form = place('message-composer');
  const request = place('request');
  byId('request-accept', HTMLButtonElement).addEventListener('click', () => answer(true));
  byId('request-decline', HTMLButtonElement).addEventListener('click', () => answer(false));

  const fail = (problem: string | undefined): void => {
    failed.hidden = problem === undefined;
    place('thread-failed-text').textContent = problem ?? '';
  };
  return {
    begin: (isOpen) => {
      place('thread-none').hidden = isOpen;
      place('thread-body').hidden = !isOpen;
      for (const one of [empty, failed, request]) one.hidden = true;
      form.hidden = false;
    },
    show: ({ status, items, outgoing }, conversation) => {
      const isWaiting = status === 'loading' && items.length === 0;
      const isRequest = conversation?.folder === 'requests';
      place('message-log').setAttribute('aria-busy', String(isWaiting));
      skeleton.hidden = !isWaiting;
      empty.hidden = status !== 'ready' || items.length + outgoing.length > 0;
      fail(problems[status]);
      request.hidden = !isRequest;
      form.hidden = isRequest || status === 'gone';
      if (isRequest) place('request-text').textContent = requestText(conversation);
    },
    fail,
  };
}

function requestText(conversation: ConversationView): string {
  const secret = 'Nobody is told that you have read it until you accept.';
  return conversation.kind === 'group'
    ? `You have been added to “${nameOf(conversation, '')}”. ${secret}`
    : `Somebody whom you do not know writes to you. ${secret}`;
}
