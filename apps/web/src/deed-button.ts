import type { PostView, PostViewer } from '@rookery/sdk';
import { element, icon } from './dom.ts';
import type { Deed, PostActions } from './post-actions.ts';

/** A button of a post that is on or off. */
export interface DeedButton {
  readonly element: HTMLElement;
  show(post: PostView): void;
}

interface Look {
  css: string;
  path: string;
  label: string;
  nouns: readonly [one: string, many: string];
  isOn(viewer: PostViewer): boolean;
  count(post: PostView): number;
}

const looks: Record<Deed, Look> = {
  like: {
    css: 'likes',
    path: 'M12 20.5C5.5 16 3 12.6 3 9.2 3 6.3 5.2 4.2 7.8 4.2c1.7 0 3.2.9 4.2 2.5 1-1.6 2.5-2.5 4.2-2.5C18.8 4.2 21 6.3 21 9.2c0 3.4-2.5 6.8-9 11.3z',
    label: 'Like',
    nouns: ['like', 'likes'],
    isOn: ({ liked }) => liked,
    count: ({ likeCount }) => likeCount,
  },
  repost: {
    css: 'reposts',
    path: 'M4 12V9.5A2.5 2.5 0 0 1 6.5 7H19l-3-3m4 8v2.5a2.5 2.5 0 0 1-2.5 2.5H5l3 3',
    label: 'Repost',
    nouns: ['repost', 'reposts'],
    isOn: ({ reposted }) => reposted,
    count: ({ repostCount }) => repostCount,
  },
  bookmark: {
    css: 'bookmarks',
    path: 'M6.5 4h11v16L12 15.5 6.5 20z',
    label: 'Bookmark',
    nouns: ['', ''],
    isOn: ({ bookmarked }) => bookmarked,
    count: () => 0,
  },
};

/** A count for those who are not signed in; for others a button that turns at once and turns back when the server refuses. */
export function createDeedButton(deed: Deed, first: PostView, turn: PostActions['turn']): DeedButton {
  const { css, path, label, nouns, isOn, count } = looks[deed];
  const number = element('span', { class: 'count' });
  const words = element('span', { class: 'unseen' });
  const isButton = first.viewer !== null;
  const whole = isButton ? element('button', { type: 'button' }) : element('span');
  whole.classList.add('deed', css);
  whole.append(icon(path), number, words);
  let post = first;
  let isWaiting = false;

  const draw = (on: boolean, many: number): void => {
    number.textContent = many > 0 ? many.toLocaleString('en') : '';
    words.textContent = isButton ? ` ${label}` : ` ${nouns[many === 1 ? 0 : 1]}`;
    if (isButton) whole.setAttribute('aria-pressed', String(on));
    else whole.hidden = many === 0;
  };
  const isTurnedOn = (): boolean => post.viewer !== null && isOn(post.viewer);
  const show = (next: PostView): void => {
    post = next;
    if (!isWaiting) draw(isTurnedOn(), count(post));
  };
  const press = async (): Promise<void> => {
    if (isWaiting) return;
    isWaiting = true;
    const on = !isTurnedOn();
    draw(on, count(post) + (on ? 1 : -1));
    const answer = await turn(post, deed, on);
    isWaiting = false;
    show(answer ?? post);
  };

  if (isButton) whole.addEventListener('click', () => void press());
  show(first);
  return { element: whole, show };
}
