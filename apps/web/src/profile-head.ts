import type { ProfileView, Rookery } from '@rookery/sdk';
import { addressOf } from './addresses.ts';
import { element } from './dom.ts';
import { errorText } from './error-text.ts';
import { imageOf } from './images.ts';
import { showNote } from './note.ts';
import { avatar } from './people.ts';
import { presenceDot, presenceWords } from './presence.ts';
import { outsideLink } from './rich-text.ts';
import { createSwitch } from './switch-button.ts';

const joined = new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric' });

/** Who somebody is, at the head of the posts. */
export function profileHead(profile: ProfileView, rookery: Rookery): HTMLElement {
  const { banner, bio, displayName, username, isBot, status } = profile;
  const picture = banner && imageOf(banner, 'large', '');
  const top = element('div', { class: 'banner' }, ...(picture ? [picture] : []));
  const handle = element('p', { class: 'soft' }, `@${username}`);
  if (isBot) handle.append(' ', element('span', { class: 'tag' }, 'bot'));
  if (profile.isPrivate) handle.append(' ', element('span', { class: 'tag' }, 'private'));
  if (profile.viewer?.followedBy) handle.append(' ', element('span', { class: 'tag' }, 'follows you'));
  const name = element('h3', { dir: 'auto' }, displayName);
  const face = element('span', { class: 'faced' }, avatar(profile), presenceDot(profile.id));
  const deeds = element(
    'span',
    { class: 'deeds' },
    ...messageButton(profile, rookery),
    ...followButton(profile, rookery),
  );
  const faces = element('div', { class: 'faces' }, face, deeds);
  const head = element('section', { class: 'card profile', 'aria-label': displayName }, top, faces, name, handle);
  if (status) head.append(element('p', { class: 'status', dir: 'auto' }, status));
  if (bio) head.append(element('p', { class: 'bio', dir: 'auto' }, bio));
  head.append(facts(profile), counts(profile), element('p', { class: 'soft' }, presenceWords(profile.id)));
  return head;
}

function facts({ location, website, createdAt }: ProfileView): HTMLElement {
  const line = element('p', { class: 'facts soft' });
  if (location) line.append(element('span', { dir: 'auto' }, location));
  if (website) line.append(element('span', {}, outsideLink(website, website.replace(/^https?:\/\/(www\.)?|\/$/g, ''))));
  line.append(element('span', {}, `Here since ${joined.format(createdAt)}`));
  return line;
}

function counts({ postCount, followerCount, followingCount, friendCount }: ProfileView): HTMLElement {
  const all: [number, string, string][] = [
    [postCount, 'post', 'posts'],
    [followerCount, 'follower', 'followers'],
    [followingCount, 'followed', 'followed'],
    [friendCount, 'friend', 'friends'],
  ];
  const parts = all.map(([count, one, many]) => {
    const number = element('strong', {}, count.toLocaleString('en'));
    return element('span', {}, number, ` ${count === 1 ? one : many}`);
  });
  return element('p', { class: 'facts' }, ...parts);
}

/** Leads to the conversation with somebody, which begins with it. */
function messageButton({ id, viewer }: ProfileView, { chat, session }: Rookery): HTMLElement[] {
  if (!viewer || session.current?.accountId === id) return [];
  const button = element('button', { type: 'button', class: 'quiet' }, 'Message');
  button.addEventListener('click', () => {
    button.disabled = true;
    chat
      .open({ userId: id })
      .then(
        (conversation) => {
          location.hash = addressOf({ kind: 'messages', id: conversation.id });
        },
        (error) => showNote(errorText(error)),
      )
      .finally(() => {
        button.disabled = false;
      });
  });
  return [button];
}

function followButton({ id, viewer }: ProfileView, { graph, session }: Rookery): HTMLElement[] {
  if (!viewer || session.current?.accountId === id) return [];
  const button = createSwitch(viewer, {
    isOn: ({ following, followRequested }) => following || followRequested,
    textOf: ({ following, followRequested }) => {
      if (following) return 'Following';
      return followRequested ? 'Requested' : 'Follow';
    },
    turn: (on) => (on ? graph.follow({ userId: id }) : graph.unfollow({ userId: id })),
  });
  return [button];
}
