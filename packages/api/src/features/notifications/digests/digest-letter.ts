import type { MailKind } from '@rookery/contract';
import type { Mail } from '../../../kernel/ports.ts';
import { letter } from '../../accounts/index.ts';
import type { DueItem } from './take-due.ts';
import { unsubscribeToken } from './unsubscribe-token.ts';

/** What a digest is made of. */
export interface DigestParts {
  recipientId: string;
  email: string;
  items: readonly DueItem[];
  /** The beginning of each post as the recipient may read it, by id. */
  texts: ReadonlyMap<string, string>;
}

const kinds = ['follow', 'friend_request', 'mention', 'message'] as const satisfies readonly MailKind[];

/** One letter of all that somebody missed, with the way off the mailing. */
export function digestLetter({ publicUrl, secret }: { publicUrl: string; secret: Buffer }, parts: DigestParts): Mail {
  const { email, items, recipientId } = parts;
  const found = kinds.filter((kind) => items.some((item) => item.kind === kind));
  const [only = 'all', ...others] = found;
  const kind = others.length === 0 ? only : 'all';
  const token = unsubscribeToken(secret, { accountId: recipientId, kind });
  const link = `${publicUrl}/unsubscribe?token=${token}`;
  const paragraphs = found.map((one) => paragraphOf(one, parts));
  return {
    ...letter(email, subjectOf(items), [
      'this happened while you were away.',
      ...paragraphs,
      `See it all: ${publicUrl}/`,
      `${kind === 'all' ? 'No more letters about what you missed' : `No more letters about ${namesOfKinds[kind]}`}: ${link}`,
    ]),
    headers: { 'List-Unsubscribe': `<${link}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' },
    about: [...new Set(items.map(({ actor_id }) => actor_id))],
  };
}

const namesOfKinds: Record<MailKind, string> = {
  follow: 'new followers',
  friend_request: 'friend requests',
  mention: 'mentions',
  message: 'missed messages',
};

const deeds: Record<MailKind, string> = {
  follow: 'followed you',
  friend_request: 'asked to be your friend',
  mention: 'mentioned you',
  message: 'wrote to you',
};

function subjectOf(items: readonly DueItem[]): string {
  const [first, ...others] = items;
  const isOne = first && others.length === 0 && first.total === 1;
  return isOne ? `${nameOf(first)} ${deeds[first.kind]}` : 'What you missed on Rookery';
}

function paragraphOf(kind: MailKind, { items, texts }: DigestParts): string {
  const named = items.filter((item) => item.kind === kind);
  const left = (named[0]?.total ?? 0) - named.length;
  const more = left > 0 ? [`And ${left} more.`] : [];
  if (kind === 'mention') return [...named.map((item) => mentionLine(item, texts)), ...more].join('\n');
  if (kind === 'message') return [...named.map(messageLine), ...more].join('\n');
  const names = [...named.map(fullName), ...(left > 0 ? [left === 1 ? 'another' : `${left} others`] : [])];
  return `${listed(names)} ${deeds[kind]}.`;
}

function mentionLine(item: DueItem, texts: DigestParts['texts']): string {
  const text = texts.get(item.post_id ?? '') ?? '';
  return `${fullName(item)} ${deeds.mention}${text === '' ? '.' : `: “${text}”`}`;
}

function messageLine(item: DueItem): string {
  return `${fullName(item)} ${deeds.message}: ${item.messages === 1 ? 'a message' : `${item.messages} messages`}.`;
}

function listed(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}

function nameOf({ display_name, username }: DueItem): string {
  return display_name === '' ? `@${username}` : display_name;
}

function fullName(item: DueItem): string {
  return item.display_name === '' ? `@${item.username}` : `${item.display_name} (@${item.username})`;
}
