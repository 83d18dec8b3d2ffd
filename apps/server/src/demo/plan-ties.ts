import type { PlannedPerson, PlannedRequest, PlannedTie, PlannedTies, Setting } from './planned.ts';
import { idOf } from './random.ts';
import { blocks, followRequests, follows, friendRequests, friends, mutes, type Pair } from './story.ts';

const hour = 3_600_000;

/** Who follows, befriends, mutes and blocks whom: as the story says, and follows by chance besides. */
export function planTies(people: PlannedPerson[], setting: Setting): PlannedTies {
  const idOfName = namesOf(people);
  const tie = (
    [from, to]: readonly [string, string, ...unknown[]],
    hoursAgo: [least: number, span: number],
  ): PlannedTie => {
    const createdAt = ago(setting, hoursAgo);
    return { id: idOf(createdAt, setting.random), from: idOfName(from), to: idOfName(to), createdAt };
  };
  const asked = (pair: Pair, accepted: boolean): PlannedRequest => {
    const request = tie(pair, accepted ? [160, 150] : [2, 60]);
    const acceptedAt = accepted
      ? new Date(request.createdAt.getTime() + (1 + setting.random.next() * 70) * hour)
      : null;
    return { ...request, acceptedAt };
  };
  return {
    follows: planFollows(people, setting),
    followRequests: followRequests.map((pair) => tie(pair, [3, 50])),
    friendRequests: [...friends.map((pair) => asked(pair, true)), ...friendRequests.map((pair) => asked(pair, false))],
    mutes: mutes.map((pair) => {
      const [, , hours] = pair;
      return {
        ...tie(pair, [1, 20]),
        until: hours === undefined ? null : new Date(setting.now.getTime() + hours * hour),
      };
    }),
    blocks: blocks.map((pair) => tie(pair, [1, 20])),
  };
}

/** Ids of people by their usernames; throws for somebody who is not there. */
export function namesOf(people: readonly PlannedPerson[]): (username: string) => string {
  const ids = new Map(people.map(({ id, person }) => [person.username, id]));
  return (username) => {
    const id = ids.get(username);
    if (id === undefined) throw new Error(`the demo has no ${username}`);
    return id;
  };
}

function ago({ now, random }: Setting, [least, span]: readonly [number, number]): Date {
  return new Date(now.getTime() - Math.floor((least + random.next() * span) * hour));
}

function planFollows(people: PlannedPerson[], setting: Setting): PlannedTie[] {
  const idOfName = namesOf(people);
  const key = (from: string, to: string) => `${from} ${to}`;
  const both = (pairs: Pair[]): string[] =>
    pairs.map(([a, b]) => [idOfName(a), idOfName(b)] as const).flatMap(([a, b]) => [key(a, b), key(b, a)]);
  const none = new Set([...both(blocks), ...followRequests.map(([from, to]) => key(idOfName(from), idOfName(to)))]);
  const told = Object.entries(follows).flatMap(([from, names]) => names.map((to) => key(idOfName(from), idOfName(to))));
  const chosen = people.flatMap((follower) => {
    const others = people.filter((other) => other !== follower);
    return setting.random.some(others, 8 + setting.random.below(10)).map((followee) => key(follower.id, followee.id));
  });
  const pairs = [...new Set([...both(friends), ...told, ...chosen])].filter((pair) => !none.has(pair));
  return pairs.map((pair) => {
    const [from = '', to = ''] = pair.split(' ');
    const createdAt = ago(setting, [0.1, 336]);
    return { id: idOf(createdAt, setting.random), from, to, createdAt };
  });
}
