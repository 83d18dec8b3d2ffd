import { setTimeout } from 'node:timers/promises';
import type { History, Place, Recorder } from '../history/history.ts';
import { type Conversation, say } from './chat.ts';
import type { Crowd } from './crowd.ts';
import { placeOf } from './place.ts';

const patienceMs = 180_000;

/**
 * Says a last word in every conversation, waits until every device has heard it or gives up, and tells what happened and what is stored.
 * NOTE: words come in order, so whoever has heard the last one has been told of all before it that he ever will be.
 */
export async function conclude(
  { devices }: Crowd,
  conversations: readonly Conversation[],
  recorder: Recorder,
): Promise<History> {
  const last = await Promise.all(conversations.map((conversation, index) => sayLast(conversation, index, recorder)));
  const owed = conversations.flatMap(({ members }, index) =>
    members.flatMap((member) => member.devices.map(({ name }) => `${name} ${last[index]}`)),
  );
  await untilHeard(new Set(owed), recorder);
  const stored = await Promise.all(conversations.map((conversation) => readStored(conversation)));
  return {
    devices: Object.fromEntries(devices.map(({ name, person }) => [name, person.name])),
    members: Object.fromEntries(conversations.map(({ id, members }) => [id, members.map(({ name }) => name)])),
    entries: recorder.entries,
    stored: stored.flat(),
  };
}

async function sayLast({ id, members }: Conversation, index: number, recorder: Recorder): Promise<string> {
  const device = members[0]?.devices[0];
  const message = device && (await say(device, id, { clientId: `last${index}`, recorder }));
  return message?.id ?? 'nothing';
}

async function untilHeard(owed: Set<string>, { entries }: Recorder): Promise<void> {
  let read = 0;
  for (const end = performance.now() + patienceMs; performance.now() < end; await setTimeout(25)) {
    for (; read < entries.length; read += 1) {
      const entry = entries[read];
      if (entry?.kind === 'heard') owed.delete(`${entry.device} ${entry.id}`);
    }
    if (owed.size === 0) return;
  }
}

async function readStored({ id, members }: Conversation): Promise<Place[]> {
  const places: Place[] = [];
  const client = members[0]?.devices[0]?.client;
  if (!client) return places;
  for await (const message of client.chat.messages.all({ conversationId: id, limit: 100 }))
    places.push(placeOf(message));
  return places;
}
