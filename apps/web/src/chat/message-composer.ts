import type { MessageView, NewMessage, Rookery } from '@rookery/sdk';
import { openAttachments } from '../attachments.ts';
import { byId } from '../dom.ts';
import { errorText } from '../error-text.ts';
import { lengthOf } from '../text-length.ts';
import { type About, createAboutStrip } from './about-strip.ts';

/** The place to write a message. */
export interface MessageComposer {
  /** Turns to a conversation, with what was begun there; null: to none. */
  turnTo(conversationId: string | null): void;
  /** Says to whom is written. */
  name(name: string): void;
  reply(message: MessageView): void;
  edit(message: MessageView): void;
  focus(): void;
}

/** What becomes of what is written. */
export interface ComposerDeeds {
  send(conversationId: string, message: NewMessage): void;
  /** Rejects when the server refuses. */
  edit(id: string, text: string): Promise<unknown>;
  typing(conversationId: string): void;
}

const most = 4000;
const near = 200;

/** Lets the reader write messages: Enter sends, Shift and Enter break the line. */
export function openMessageComposer(rookery: Rookery, deeds: ComposerDeeds): MessageComposer {
  const text = byId('message-text', HTMLTextAreaElement);
  const button = byId('message-send', HTMLButtonElement);
  const problem = byId('message-problem', HTMLElement);
  const begun = new Map<string, string>();
  let conversationId: string | null = null;
  let isSending = false;

  const draw = (): void => {
    const said = text.value.trim();
    const isEmpty = said === '' && pictures.count === 0;
    button.disabled = drawRoom(said) < 0 || isEmpty || isSending || pictures.isBusy;
  };
  const write = (value: string): void => {
    text.value = value;
    problem.textContent = '';
    draw();
  };
  const pictures = openAttachments(rookery, { form: 'message-composer', most: 10 }, (trouble) => {
    problem.textContent = trouble;
    draw();
  });
  const strip = createAboutStrip((about) => {
    if (about?.kind === 'edit') write('');
    text.focus();
  });

  const begin = (about: About, said: string): void => {
    strip.turn(about);
    write(said);
    text.focus();
  };

  const hand = async (to: string): Promise<void> => {
    const { about } = strip;
    const said = text.value.trim();
    if (about?.kind === 'edit') await deeds.edit(about.message.id, said);
    else {
      const mediaIds = pictures.count > 0 ? await pictures.settle() : [];
      deeds.send(to, { text: said, mediaIds, replyToId: about?.message.id });
      pictures.clear();
    }
    if (to !== conversationId) return;
    strip.turn(null);
    write('');
  };

  const send = async (to: string): Promise<void> => {
    isSending = true;
    try {
      await hand(to);
    } catch (error) {
      problem.textContent = errorText(error);
    } finally {
      isSending = false;
      draw();
    }
  };

  listen(text, {
    input: () => {
      draw();
      if (conversationId && text.value.trim() !== '' && strip.about?.kind !== 'edit') deeds.typing(conversationId);
    },
    cancel: strip.cancel,
    submit: () => {
      if (!button.disabled && conversationId) void send(conversationId);
    },
  });

  return {
    turnTo: (id) => {
      if (conversationId) begun.set(conversationId, strip.about?.kind === 'edit' ? '' : text.value);
      conversationId = id;
      pictures.clear();
      strip.turn(null);
      write(begun.get(id ?? '') ?? '');
    },
    name: sayTo,
    reply: (message) => begin({ kind: 'reply', message }, text.value),
    edit: (message) => begin({ kind: 'edit', message }, message.text),
    focus: () => text.focus({ preventScroll: true }),
  };
}

function sayTo(name: string): void {
  byId('message-text', HTMLTextAreaElement).placeholder = `Write to ${name}`;
}

/** Shows how much room is left, once it gets narrow. */
function drawRoom(said: string): number {
  const left = byId('message-left', HTMLElement);
  const room = most - lengthOf(said);
  left.textContent = room > near ? '' : room.toLocaleString('en');
  left.classList.toggle('over', room < 0);
  return room;
}

function listen(text: HTMLTextAreaElement, tasks: Record<'input' | 'cancel' | 'submit', () => void>): void {
  const form = byId('message-composer', HTMLFormElement);
  text.addEventListener('input', tasks.input);
  text.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') tasks.cancel();
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    tasks.submit();
  });
}
