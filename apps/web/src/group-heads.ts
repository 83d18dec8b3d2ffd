import type { GroupView, GroupViewer, Rookery } from '@rookery/sdk';
import { addressOf } from './addresses.ts';
import { element } from './dom.ts';
import { imageOf } from './images.ts';
import { createSwitch } from './switch-button.ts';

const tones = 6;

/** Groups to choose from, first those of the reader; null when there are none. */
export function groupList(mine: readonly GroupView[], all: readonly GroupView[]): HTMLElement | null {
  const own = new Set(mine.map(({ id }) => id));
  const others = all.filter(({ id }) => !own.has(id));
  if (mine.length + others.length === 0) return null;
  const parts = [...section('Your groups', mine), ...section(mine.length > 0 ? 'Other groups' : 'All groups', others)];
  return element('section', { class: 'card groups', 'aria-label': 'Groups' }, ...parts);
}

function section(heading: string, groups: readonly GroupView[]): HTMLElement[] {
  if (groups.length === 0) return [];
  return [element('h3', {}, heading), element('ul', { class: 'group-list' }, ...groups.map(drawGroup))];
}

function drawGroup(group: GroupView): HTMLLIElement {
  const { id, name, description } = group;
  const link = element('a', { class: 'group-name', href: addressOf({ kind: 'group', id }), dir: 'auto' }, name);
  const about = element('span', { class: 'soft', dir: 'auto' }, description || membersOf(group));
  return element('li', { class: 'group' }, faceOf(group), element('span', { class: 'words' }, link, about));
}

/** A group at the head of its posts, to join or leave it. */
export function groupHead(group: GroupView, rookery: Rookery): HTMLElement {
  const { banner, name, description, visibility, postCount } = group;
  const picture = banner && imageOf(banner, 'large', '');
  const top = element('div', { class: 'banner' }, ...(picture ? [picture] : []));
  const faces = element('div', { class: 'faces' }, faceOf(group), ...joinButton(group, rookery));
  const head = element('section', { class: 'card profile', 'aria-label': name }, top, faces);
  head.append(element('h3', { dir: 'auto' }, name));
  if (visibility === 'private') head.append(element('span', { class: 'tag' }, 'private'));
  if (description) head.append(element('p', { class: 'bio', dir: 'auto' }, description));
  const posts = `${postCount.toLocaleString('en')} ${postCount === 1 ? 'post' : 'posts'}`;
  head.append(element('p', { class: 'facts soft' }, element('span', {}, membersOf(group)), element('span', {}, posts)));
  return head;
}

function membersOf({ memberCount }: GroupView): string {
  return `${memberCount.toLocaleString('en')} ${memberCount === 1 ? 'member' : 'members'}`;
}

function faceOf({ avatar, name }: GroupView): HTMLElement {
  const tone = [...name].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % tones;
  const [first = '?'] = name;
  const face = element('span', { class: `avatar tone-${tone}`, 'aria-hidden': 'true' }, first.toLocaleUpperCase());
  const image = avatar && imageOf(avatar, 'thumb', '');
  if (image) face.append(image);
  return face;
}

const stranger: GroupViewer = { role: null, requested: false, invited: false };

function joinButton({ id, joining, viewer }: GroupView, { groups }: Rookery): HTMLElement[] {
  if (!viewer) return [];
  if (joining === 'invite' && !viewer.role && !viewer.invited)
    return [element('span', { class: 'soft' }, 'By invitation')];
  const button = createSwitch(viewer, {
    isOn: ({ role, requested }) => role !== null || requested,
    textOf: ({ role, requested, invited }) => {
      if (role) return 'Joined';
      if (requested) return 'Requested';
      return joining === 'open' || invited ? 'Join' : 'Ask to join';
    },
    turn: async (on) => {
      if (on) return (await groups.join({ id })).viewer ?? stranger;
      await groups.leave({ id });
      return stranger;
    },
  });
  return [button];
}
