import type { PostView } from '@rookery/sdk';
import { element, icon } from './dom.ts';

const heart =
  'M12 20.5C5.5 16 3 12.6 3 9.2 3 6.3 5.2 4.2 7.8 4.2c1.7 0 3.2.9 4.2 2.5 1-1.6 2.5-2.5 4.2-2.5C18.8 4.2 21 6.3 21 9.2c0 3.4-2.5 6.8-9 11.3z';

/** The likes of a post. */
export interface Likes {
  readonly element: HTMLElement;
  show(post: PostView): void;
}

/** Likes or unlikes, and answers the post as it is then. */
export type Toggle = (post: PostView, liked: boolean) => Promise<PostView | null>;

/** A count for those who are not signed in; for others a button that turns at once and turns back when the server refuses. */
export function createLikes(first: PostView, toggle: Toggle): Likes {
  const count = element('span', { class: 'count' });
  const label = element('span', { class: 'unseen' });
  const isButton = first.viewer !== null;
  const whole = isButton ? element('button', { type: 'button' }) : element('span');
  whole.classList.add('likes');
  whole.append(icon(heart), count, label);
  let post = first;
  let isWaiting = false;

  const draw = (liked: boolean, likeCount: number): void => {
    count.textContent = likeCount > 0 ? likeCount.toLocaleString('en') : '';
    label.textContent = isButton ? ' Like' : ` ${likeCount === 1 ? 'like' : 'likes'}`;
    if (likeCount === 0 && !isButton) label.textContent = 'No likes';
    if (isButton) whole.setAttribute('aria-pressed', String(liked));
  };

  const show = (next: PostView): void => {
    post = next;
    if (!isWaiting) draw(post.viewer?.liked ?? false, post.likeCount);
  };

  const turn = async (): Promise<void> => {
    if (isWaiting) return;
    isWaiting = true;
    const liked = !post.viewer?.liked;
    draw(liked, post.likeCount + (liked ? 1 : -1));
    const answer = await toggle(post, liked);
    isWaiting = false;
    show(answer ?? post);
  };

  if (isButton) whole.addEventListener('click', () => void turn());
  show(first);
  return { element: whole, show };
}
