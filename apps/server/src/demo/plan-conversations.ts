import type { DemoChat, DemoLine } from './person.ts';
import { namesOf } from './plan-ties.ts';
import type { PlannedConversation, PlannedMessage, PlannedPerson, Setting } from './planned.ts';
import { idOf } from './random.ts';

const hour = 3_600_000;
const minute = 60_000;

/** Conversations of people, each said as long ago as the story has it. */
export function planConversations(
  people: PlannedPerson[],
  chats: readonly DemoChat[],
  setting: Setting,
): PlannedConversation[] {
  const idOfName = namesOf(people);
  const ago = (hours: number) => new Date(setting.now.getTime() - Math.floor(hours * hour));
  const message = ({ by, hoursAgo, text = '', ...line }: DemoLine, index: number): PlannedMessage => {
    const createdAt = ago(hoursAgo);
    const reactions = (line.reactions ?? []).flatMap(([emoji, names]) => names.map((name) => ({ emoji, name })));
    return {
      id: idOf(createdAt, setting.random),
      seq: index + 1,
      senderId: idOfName(by),
      text: text ?? '',
      system: line.note ?? null,
      replyToSeq: line.answers ?? null,
      createdAt,
      before: line.before ?? null,
      deletedAt: text === null ? new Date(createdAt.getTime() + minute) : null,
      reactions: reactions.map(({ emoji, name }, place) => {
        const at = new Date(createdAt.getTime() + (place + 1) * minute);
        return { id: idOf(at, setting.random), profileId: idOfName(name), emoji, createdAt: at };
      }),
    };
  };
  return chats.map(({ members, title = null, isRequest = false, read, lines }) => {
    const createdAt = ago(lines[0]?.hoursAgo ?? 0);
    return {
      id: idOf(createdAt, setting.random),
      title,
      createdAt,
      members: members.map((name, place) => ({
        id: idOf(createdAt, setting.random),
        profileId: idOfName(name),
        lastReadSeq: read[name] ?? 0,
        folder: isRequest && place === 1 ? 'requests' : 'inbox',
      })),
      messages: lines.map(message),
    };
  });
}
