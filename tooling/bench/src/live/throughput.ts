import { randomUUID } from 'node:crypto';
import { accessToken } from '../access-token.ts';
import type { Case } from '../calls.ts';
import { type Comparison, compare, type Pair } from '../compare.ts';
import type { Member } from '../seed.ts';
import { seeded, textBy } from './random.ts';
import { inDatabase, type Room, seedBareRooms, seedRooms } from './rooms.ts';
import { openPair, type Stage, take } from './stage.ts';
import { sendingToBare, sendingToOurs } from './writer.ts';

const writers = 16;

/** Messages a second by 16 writers into one conversation and into 200. */
export async function measureThroughput(
  stage: Stage,
  { rounds, seconds }: { rounds: number; seconds: number },
): Promise<Comparison[]> {
  await using pair = await openPair(stage);
  const results: Comparison[] = [];
  for (const count of [1, 200]) {
    const members = take(stage.members, 0, writers);
    const groups = Array.from({ length: count }, () => members);
    const ours = await seedRooms(stage.databaseUrl, groups);
    const bare = await seedBareRooms(stage.databaseUrl, groups);
    const one = caseOf(`chat.send, ${count} conversation${count > 1 ? 's' : ''}`, { ours, bare }, stage.seed);
    const result = await compare(one, pair as Pair, { rounds, seconds, connections: writers });
    results.push(result);
    const perRound = Math.round(result.ours.perSecond * seconds);
    if (result.ours.failed + result.bare.failed > 0) throw new Error(`${one.name}: calls failed`);
    await checkNumbers(stage, one.name, { rooms: ours, atLeast: perRound });
  }
  return results;
}

function caseOf(name: string, { ours, bare }: Record<'ours' | 'bare', Room[]>, seed: number): Case {
  const next = seeded(seed);
  const texts = Array.from({ length: 100 }, () => textBy(next));
  const tokens = new Map(ours[0]?.members.map((member) => [member.id, accessToken(member)]));
  const saidIn = (rooms: readonly Room[], n: number) => {
    const { id: conversationId, members } = rooms[n % rooms.length] as Room;
    const { id } = members[n % members.length] as Member;
    return { id, said: { conversationId, text: texts[n % texts.length] ?? '', clientId: randomUUID() } };
  };
  return {
    name,
    target: null,
    ours: (n) => {
      const { id, said } = saidIn(ours, n);
      return sendingToOurs(tokens.get(id) ?? '', said);
    },
    bare: (n) => {
      const { id, said } = saidIn(bare, n);
      return sendingToBare(id, said);
    },
  };
}

const countNumbers = `select coalesce(sum(c.last_seq), 0)::int as due, coalesce(sum(m.made), 0)::int as got,
    coalesce(sum(m.made) filter (where m.least <> 1 or m.most <> c.last_seq), 0)::int as apart, coalesce(sum(j.told), 0)::int as told
  from conversation c left join lateral (select count(*) made, min(seq) least, max(seq) most from message where conversation_id = c.id) m on true
  left join lateral (select count(distinct ref ->> 'seq') told from journal where topic = 'conversation:' || c.id) j on true
  where c.id = any($1::uuid[])`;

/** Every number stands for one message, and each message is told of once. */
async function checkNumbers(
  stage: Stage,
  name: string,
  { rooms, atLeast }: { rooms: readonly Room[]; atLeast: number },
): Promise<void> {
  const { rows } = await inDatabase(stage.databaseUrl, (client) =>
    client.query<Record<'due' | 'got' | 'apart' | 'told', number>>(countNumbers, [rooms.map(({ id }) => id)]),
  );
  const { due = 0, got = 0, apart = 0, told = 0 } = rows[0] ?? {};
  stage.check(name, { got, lost: due - told + apart, twice: Math.max(0, got - due) }, Math.max(due, atLeast));
}
