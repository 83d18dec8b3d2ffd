import type { ConversationView, MessageView, ProfileSummary, SystemNote } from '@rookery/sdk';

/** The other one of a direct conversation; null in groups, and when the account is gone. */
export function otherOf({ kind, members }: ConversationView, viewerId: string): ProfileSummary | null {
  if (kind !== 'direct') return null;
  return members.find(({ profile }) => profile.id !== viewerId)?.profile ?? null;
}

/** What a conversation is called. */
export function nameOf(conversation: ConversationView, viewerId: string): string {
  return conversation.title ?? otherOf(conversation, viewerId)?.displayName ?? 'Somebody who has left';
}

/** Names of people, as many as are told apart at a glance. */
export function namesOf(people: readonly ProfileSummary[], viewerId: string): string {
  const names = people.map(({ id, displayName }) => (id === viewerId ? 'you' : displayName));
  const last = names.pop();
  return names.length === 0 ? (last ?? 'somebody') : `${names.join(', ')} and ${last}`;
}

/** What happened to a group conversation, in a sentence. */
export function noteText(sender: ProfileSummary | null, note: SystemNote, viewerId: string): string {
  const who = sender?.id === viewerId ? 'You' : (sender?.displayName ?? 'Somebody');
  return `${who} ${deedOf(note, viewerId)}`;
}

const roles = { owner: 'an owner', admin: 'an admin', member: 'a plain member' } as const;

function deedOf(note: SystemNote, viewerId: string): string {
  switch (note.kind) {
    case 'created':
      return 'began this conversation';
    case 'renamed':
      return `called it “${note.title}”`;
    case 'avatar':
      return 'changed the picture';
    case 'added':
      return `added ${namesOf(note.users, viewerId)}`;
    case 'removed':
      return `removed ${namesOf(note.users, viewerId)}`;
    case 'left':
      return 'left';
    case 'role':
      return `made ${namesOf(note.users, viewerId)} ${roles[note.role]}`;
  }
}

/** What a message says, in a line. */
export function lineOf(message: Pick<MessageView, 'text' | 'media' | 'deletedAt'>): string {
  if (message.deletedAt) return 'Message deleted';
  if (message.text !== '') return message.text;
  return message.media.length === 1 ? 'An image' : `${message.media.length} images`;
}

/** The newest of a conversation, in a line. */
export function lastLine({ kind, lastMessage }: ConversationView, viewerId: string): string {
  if (!lastMessage) return 'Nothing said yet';
  const { sender, system } = lastMessage;
  if (system) return noteText(sender, system, viewerId);
  if (sender?.id === viewerId) return `You: ${lineOf(lastMessage)}`;
  return kind === 'group' && sender ? `${sender.displayName}: ${lineOf(lastMessage)}` : lineOf(lastMessage);
}

/** Who is writing. */
export function typingText(people: readonly ProfileSummary[]): string {
  const [first, second] = people;
  if (!first) return '';
  if (!second) return `${first.displayName} is writing…`;
  return people.length === 2 ? `${first.displayName} and ${second.displayName} are writing…` : 'Several are writing…';
}
