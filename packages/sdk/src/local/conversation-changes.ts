import type { ConversationView, MessageView } from '../generated/types.ts';
import { revised } from './messages-model.ts';

/** Where a conversation lies. */
export type Folder = ConversationView['folder'];

/** Where a conversation stands in its list. */
export type Place = readonly [activity: number, id: string];

/** The conversation after one of its messages has changed. */
export function withLast(conversation: ConversationView, message: MessageView): ConversationView {
  const { lastMessage } = conversation;
  return lastMessage ? { ...conversation, lastMessage: revised([lastMessage], message)[0] ?? null } : conversation;
}

/** The conversation after somebody has read it. NOTE: nobody's reading goes back, and who lets nobody see it has none. */
export function readBy(
  conversation: ConversationView,
  { userId, lastReadSeq }: { userId: string; lastReadSeq: number },
  viewerId: string,
): ConversationView {
  const members = conversation.members.map((member) =>
    member.profile.id === userId && member.lastReadSeq !== null && member.lastReadSeq < lastReadSeq
      ? { ...member, lastReadSeq }
      : member,
  );
  const own = userId === viewerId ? lastReadSeq : 0;
  return withUnread({ ...conversation, members, lastReadSeq: Math.max(conversation.lastReadSeq, own) });
}

/** The conversation with the count that follows from its numbers. */
export function withUnread(conversation: ConversationView): ConversationView {
  const { lastSeq, lastReadSeq } = conversation;
  return { ...conversation, unreadCount: Math.max(0, lastSeq - lastReadSeq) };
}

/** Its place in its folder. */
export function placeOf({ lastActivityAt, id }: ConversationView): Place {
  return [lastActivityAt.getTime(), id];
}

/** Lowest first. */
export function byPlace([activity, id]: Place, [otherActivity, otherId]: Place): number {
  return activity - otherActivity || (id < otherId ? -1 : Number(id > otherId));
}
