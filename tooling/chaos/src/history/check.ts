import { type Entry, type History, notePrefix, type Place } from './history.ts';

/** How a history breaks what is promised. */
export interface Violation {
  kind:
    | 'lost'
    | 'doubled'
    | 'gap'
    | 'phantom'
    | 'missed'
    | 'heard twice'
    | 'out of order'
    | 'told otherwise'
    | 'heard after removal';
  detail: string;
}

type Of<Kind extends Entry['kind']> = Extract<Entry, { kind: Kind }>;

/**
 * Everything in a history that must not be. What was acknowledged is stored, once and where the answer said; what was not is stored at
 * most once; the numbers of a conversation are 1…N; every device of every member has heard all of it once and in that order, and
 * nothing that was said after its owner had been removed.
 */
export function check(history: History): Violation[] {
  return [...checkStored(history), ...checkAnswers(history), ...checkHeard(history)];
}

function checkStored({ stored, entries }: History): Violation[] {
  const invoked = new Set(of(entries, 'invoked').map(({ clientId }) => clientId));
  const names = new Set<string>();
  const violations: Violation[] = [];
  for (const place of stored) {
    if (names.has(place.clientId)) violations.push({ kind: 'doubled', detail: nameOf(place) });
    if (!place.clientId.startsWith(notePrefix) && !invoked.has(place.clientId))
      violations.push({ kind: 'phantom', detail: `${nameOf(place)} was never sent` });
    names.add(place.clientId);
  }
  for (const [conversation, places] of Map.groupBy(stored, (place) => place.conversation)) {
    const seqs = places.map(({ seq }) => seq).sort((a, b) => a - b);
    const hole = seqs.findIndex((seq, index) => seq !== index + 1);
    if (hole >= 0) violations.push({ kind: 'gap', detail: `${conversation} has ${seqs[hole]} in place ${hole + 1}` });
  }
  return violations;
}

function checkAnswers({ stored, entries }: History): Violation[] {
  const byName = new Map(stored.map((place) => [place.clientId, place]));
  return of(entries, 'acknowledged').flatMap((answer): Violation[] => {
    const place = byName.get(answer.clientId);
    if (!place) return [{ kind: 'lost', detail: nameOf(answer) }];
    if (isSame(place, answer)) return [];
    return [{ kind: 'told otherwise', detail: `${nameOf(answer)} is stored as ${nameOf(place)}` }];
  });
}

function checkHeard(history: History): Violation[] {
  const heard = Map.groupBy(of(history.entries, 'heard'), ({ device }) => device);
  const removals = removalsOf(history);
  return Object.entries(history.devices).flatMap(([device, person]) => {
    const own = heard.get(device) ?? [];
    const removed = removals.get(person) ?? new Map<string, number>();
    return [
      ...checkOrder(device, own),
      ...checkPhantoms(history, own),
      ...checkMissed(history, { device, person, own, removed }),
      ...checkRemoved(history, { device, own, removed }),
    ];
  });
}

function checkOrder(device: string, heard: readonly Of<'heard'>[]): Violation[] {
  const newest = new Map<string, number>();
  const known = new Set<string>();
  return heard.flatMap((event): Violation[] => {
    const detail = `${nameOf(event)} by ${device}`;
    const before = newest.get(event.conversation) ?? 0;
    newest.set(event.conversation, Math.max(before, event.seq));
    const isKnown = known.has(event.id);
    known.add(event.id);
    if (isKnown) return [{ kind: 'heard twice', detail }];
    return event.seq > before ? [] : [{ kind: 'out of order', detail: `${detail}, after ${before}` }];
  });
}

function checkPhantoms({ stored }: History, heard: readonly Of<'heard'>[]): Violation[] {
  const byId = new Map(stored.map((place) => [place.id, place]));
  return heard.flatMap((event): Violation[] => {
    const place = byId.get(event.id);
    if (!place)
      return [{ kind: 'phantom', detail: `${nameOf(event)} was heard by ${event.device}, and is not stored` }];
    if (isSame(place, event)) return [];
    return [{ kind: 'told otherwise', detail: `${event.device} heard ${nameOf(event)}, stored as ${nameOf(place)}` }];
  });
}

interface Hearing {
  device: string;
  own: readonly Of<'heard'>[];
  /** Conversation → when its owner was removed from it. */
  removed: ReadonlyMap<string, number>;
}

function checkMissed({ stored, members }: History, { device, person, own, removed }: Hearing & { person: string }) {
  const known = new Set(own.map(({ id }) => id));
  return stored
    .filter(({ id, conversation }) => !known.has(id) && members[conversation]?.includes(person))
    .filter(({ conversation }) => !removed.has(conversation))
    .map((place): Violation => ({ kind: 'missed', detail: `${nameOf(place)} by ${device}` }));
}

function checkRemoved({ entries }: History, { device, own, removed }: Hearing): Violation[] {
  if (removed.size === 0) return [];
  const sentAt = new Map(of(entries, 'invoked').map(({ clientId, at }) => [clientId, at]));
  return own
    .filter(({ conversation, clientId }) => (sentAt.get(clientId) ?? 0) > (removed.get(conversation) ?? Infinity))
    .map((event) => ({ kind: 'heard after removal', detail: `${nameOf(event)} by ${device}` }));
}

function removalsOf({ entries }: History): Map<string, Map<string, number>> {
  const removals = new Map<string, Map<string, number>>();
  for (const { person, conversation, at } of of(entries, 'removed')) {
    removals.set(person, (removals.get(person) ?? new Map()).set(conversation, at));
  }
  return removals;
}

function of<Kind extends Entry['kind']>(entries: readonly Entry[], kind: Kind): Of<Kind>[] {
  return entries.filter((entry): entry is Of<Kind> => entry.kind === kind);
}

function isSame(one: Place, other: Place): boolean {
  return one.id === other.id && one.seq === other.seq && one.conversation === other.conversation;
}

function nameOf({ clientId, conversation, seq }: Place): string {
  return `${clientId} (${conversation} ${seq})`;
}
