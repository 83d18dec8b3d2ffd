import type { PostView, Rookery } from '@rookery/sdk';
import { openAttachments } from './attachments.ts';
import { byId } from './dom.ts';
import { errorText } from './error-text.ts';
import { lengthOf } from './text-length.ts';

const near = 60;

/** The place to write a post. */
export interface Composer {
  /** How many characters the server takes. */
  limitTo(characters: number): void;
  /** Makes what is written an answer to a post; null: a post of its own. */
  answer(post: PostView | null): void;
}

/** Lets whoever is signed in write a post; hands it on once it is published. */
export function openComposer(rookery: Rookery, onPost: (post: PostView) => void): Composer {
  const form = byId('composer', HTMLFormElement);
  const text = byId('composer-text', HTMLTextAreaElement);
  const left = byId('composer-left', HTMLElement);
  const button = byId('composer-post', HTMLButtonElement);
  const problem = byId('composer-problem', HTMLElement);
  const question = text.placeholder;
  let answered: PostView | null = null;
  let most = Number.POSITIVE_INFINITY;
  let isSending = false;

  const draw = (): void => {
    const room = most - lengthOf(text.value.trim());
    const isEmpty = text.value.trim() === '' && pictures.count === 0;
    left.textContent = room > near ? '' : room.toLocaleString('en');
    left.classList.toggle('over', room < 0);
    button.textContent = answered ? 'Reply' : 'Post';
    button.disabled = isSending || pictures.isBusy || room < 0 || isEmpty;
  };
  const pictures = openAttachments(rookery, { form: 'composer', most: 4 }, (trouble) => {
    problem.textContent = trouble;
    draw();
  });

  const send = async (): Promise<void> => {
    isSending = true;
    problem.textContent = '';
    draw();
    try {
      const mediaIds = await pictures.settle();
      const replyTo = answered ? { replyToId: answered.id } : {};
      const post = await rookery.posts.create({ text: text.value, mediaIds, ...replyTo });
      text.value = '';
      pictures.clear();
      onPost(post);
    } catch (error) {
      problem.textContent = errorText(error);
    } finally {
      isSending = false;
      draw();
    }
  };

  text.addEventListener('input', draw);
  text.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) form.requestSubmit(button);
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (!button.disabled) void send();
  });
  draw();
  return {
    limitTo: (characters) => {
      most = characters;
      draw();
    },
    answer: (post) => {
      answered = post;
      text.placeholder = post ? `Your answer to ${post.author.displayName}` : question;
      draw();
    },
  };
}
