import type { HashtagView, ProfileView, Rookery } from '@rookery/sdk';
import { addressOf } from './addresses.ts';
import { element } from './dom.ts';
import { avatar, byline } from './people.ts';
import { createSwitch } from './switch-button.ts';

/** A hashtag at the head of its posts, to follow it; nothing for who is not signed in. */
export function tagHead(tag: string, isFollowed: boolean, { hashtags }: Rookery): HTMLElement {
  const button = createSwitch(isFollowed, {
    isOn: (following) => following,
    textOf: (following) => (following ? `Following #${tag}` : `Follow #${tag}`),
    turn: async (on) => (await (on ? hashtags.follow({ tag }) : hashtags.unfollow({ tag }))).following === true,
  });
  return element('div', { class: 'tag-head' }, button);
}

/** The people and hashtags that were found, above the posts; null when there are none. */
export function foundHead(users: readonly ProfileView[], hashtags: readonly HashtagView[]): HTMLElement | null {
  if (users.length + hashtags.length === 0) return null;
  const head = element('section', { class: 'card found', 'aria-label': 'People and hashtags' });
  const people = users.map((user) => element('li', {}, avatar(user), byline(user)));
  if (people.length > 0) head.append(element('ul', { class: 'people' }, ...people));
  const tags = hashtags.map(({ tag, postCount }) => {
    const count = element('span', { class: 'soft' }, postCount.toLocaleString('en'));
    return element('li', {}, element('a', { href: addressOf({ kind: 'tag', tag }) }, `#${tag}`), ' ', count);
  });
  if (tags.length > 0) head.append(element('ul', { class: 'tags' }, ...tags));
  return head;
}
