import type { Conversation } from './chat.ts';
import type { Person } from './crowd.ts';

/** Opens the direct conversations of all pairs, and group conversations of three and of all until there are enough. */
export async function openConversations(people: readonly Person[], count = 0): Promise<Conversation[]> {
  const conversations: Conversation[] = [];
  for (const [index, one] of people.entries())
    for (const other of people.slice(index + 1)) conversations.push(await openDirect(one, other));
  for (let number = 0; conversations.length < count; number += 1) {
    const left = number % 2 === 0 ? people[number % people.length] : undefined;
    conversations.push(await openGroup(people.filter((person) => person !== left)));
  }
  return conversations;
}

async function openDirect(one: Person, other: Person): Promise<Conversation> {
  const { id } = await clientOf(one).chat.open({ userId: other.id });
  return { id, members: [one, other] };
}

async function openGroup(members: Person[]): Promise<Conversation> {
  const [first, ...others] = members;
  if (!first) throw new Error('A group needs somebody');
  const input = { title: members.map(({ name }) => name).join(', '), userIds: others.map(({ id }) => id) };
  const { id } = await clientOf(first).chat.createGroup(input);
  return { id, members };
}

function clientOf({ name, devices: [device] }: Person): Person['devices'][number]['client'] {
  if (!device) throw new Error(`${name} has no device`);
  return device.client;
}
