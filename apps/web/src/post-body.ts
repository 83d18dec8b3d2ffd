import type { PostView, QuotedPost } from '@rookery/sdk';
import { addressOf } from './addresses.ts';
import { element } from './dom.ts';
import { createPart } from './part.ts';
import { avatar, byline } from './people.ts';
import { pictureGrid } from './picture-grid.ts';
import { pollView } from './poll-view.ts';
import type { PostActions } from './post-actions.ts';
import { timeElement } from './relative-time.ts';
import { richText } from './rich-text.ts';

/** What a post says. */
export interface PostBody {
  readonly element: HTMLElement;
  show(post: PostView): void;
}

/** Draws what a post says, each part anew only when that part has changed. */
export function createPostBody(vote: PostActions['vote']): PostBody {
  // NOTE: what was clicked is gone after a vote; whoever goes by keyboard stays at the poll.
  const voteHere: typeof vote = async (post, choices) => {
    const answer = await vote(post, choices);
    if (answer) body.querySelector<HTMLElement>('.poll')?.focus({ preventScroll: true });
    return answer;
  };
  const parts = [
    createPart<PostView>(
      (post) => [...wordsOf(post), ...pictureGrid(post.media)],
      ({ version }) => version,
    ),
    createPart<PostView>(
      (post) => pollView(post, voteHere),
      ({ poll }) => JSON.stringify(poll),
    ),
    createPart<PostView>(
      ({ quoteOf }) => quoteCard(quoteOf),
      ({ quoteOf }) => quoteOf?.unavailable || quoteOf?.version,
    ),
  ];
  const places = parts.map(({ place }) => place);
  const body = element('div', { class: 'body' });
  let warning: string | null | undefined;
  return {
    element: body,
    show: (post) => {
      for (const part of parts) part.show(post);
      if (post.contentWarning === warning) return;
      warning = post.contentWarning;
      body.replaceChildren(...(warning === null ? places : [folded(warning, places)]));
    },
  };
}

type Words = Pick<PostView, 'text' | 'facets' | 'editedAt'>;

function wordsOf({ text, facets, editedAt }: Words): HTMLElement[] {
  if (text === '' && editedAt === null) return [];
  const words = element('p', { dir: 'auto' }, richText(text, facets));
  if (editedAt) words.append(' ', element('span', { class: 'edited' }, '(edited)'));
  return [words];
}

function folded(warning: string, places: readonly Node[]): HTMLElement {
  const summary = element('summary', {}, element('span', { dir: 'auto' }, warning));
  return element('details', { class: 'warned' }, summary, ...places);
}

/** A post inside another. */
function quoteCard(quoted: QuotedPost | null): HTMLElement[] {
  if (!quoted) return [];
  if (quoted.unavailable) return [element('p', { class: 'quote gone' }, 'The quoted post is not available.')];
  const { author, id, createdAt, media, contentWarning, poll } = quoted;
  const when = element('a', { class: 'when', href: addressOf({ kind: 'post', id }) }, timeElement(createdAt));
  const head = element('header', {}, avatar(author), byline(author), when);
  const inside = [...wordsOf(quoted), ...pictureGrid(media)];
  if (poll) inside.push(element('p', { class: 'soft' }, `A poll: ${poll.options.map(({ text }) => text).join(', ')}`));
  const said = contentWarning === null ? inside : [folded(contentWarning, inside)];
  return [element('blockquote', { class: 'quote' }, head, ...said)];
}
