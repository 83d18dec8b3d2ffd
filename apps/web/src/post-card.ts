import type { PostView } from '@rookery/sdk';
import { element, icon } from './dom.ts';
import { createLikes, type Toggle } from './like-button.ts';
import { avatar, byline } from './people.ts';
import { timeElement } from './relative-time.ts';
import { richText } from './rich-text.ts';

const bubble = 'M4 5h16v11H11l-4.5 4v-4H4z';

/** A post on the board. */
export interface PostCard {
  readonly element: HTMLLIElement;
  /** Brings the card in line with the post as it is now. */
  show(post: PostView): void;
}

/** Draws a post. */
export function createPostCard(post: PostView, toggle: Toggle): PostCard {
  const { author, createdAt } = post;
  const body = element('div', { class: 'body' });
  const replies = element('span', { class: 'replies' });
  const likes = createLikes(post, toggle);
  const head = element('header', {}, byline(author), element('span', { class: 'when' }, timeElement(createdAt)));
  const foot = element('footer', {}, likes.element, replies);
  const article = element(
    'article',
    { 'aria-label': `Post by ${author.displayName}` },
    avatar(author),
    head,
    body,
    foot,
  );
  let version = -1;

  const show = (now: PostView): void => {
    likes.show(now);
    drawReplies(replies, now.replyCount);
    if (now.version === version) return;
    version = now.version;
    body.replaceChildren(bodyOf(now));
  };
  show(post);
  return { element: element('li', {}, article), show };
}

function bodyOf({ text, facets, contentWarning, editedAt }: PostView): HTMLElement {
  const words = element('p', { dir: 'auto' }, richText(text, facets));
  if (editedAt) words.append(' ', element('span', { class: 'edited' }, '(edited)'));
  if (contentWarning === null) return words;
  const warning = element('summary', {}, element('span', { dir: 'auto' }, contentWarning));
  return element('details', { class: 'warned' }, warning, words);
}

function drawReplies(place: HTMLElement, count: number): void {
  place.hidden = count === 0;
  const word = element('span', { class: 'unseen' }, count === 1 ? ' reply' : ' replies');
  place.replaceChildren(icon(bubble), count.toLocaleString('en'), word);
}
