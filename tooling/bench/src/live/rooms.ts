import { newId } from '@rookery/api';
import pg from 'pg';
import type { Member } from '../seed.ts';

/** A group conversation. */
export interface Room {
  id: string;
  members: readonly Member[];
}

const insertRooms = `insert into conversation (id, kind, title, created_by, member_count)
  select id, 'group', 'Under load', creator, size from unnest($1::uuid[], $2::uuid[], $3::int[]) as r(id, creator, size)`;
const insertMembers = `insert into conversation_member (profile_id, conversation_id, id, role)
  select member, room, uuidv7(), role from unnest($1::uuid[], $2::uuid[], $3::text[]) as m(member, room, role)`;

/** Puts people together. */
export async function seedRooms(url: string, groups: readonly (readonly Member[])[]): Promise<Room[]> {
  const rooms = await insertRoomsOf(url, groups);
  const seats = rooms.flatMap(({ id, members }) =>
    members.map((member, n) => ({ member: member.id, room: id, role: n === 0 ? 'owner' : 'member' })),
  );
  await inDatabase(url, async (client) => {
    const columns = (['member', 'room', 'role'] as const).map((name) => seats.map((seat) => seat[name]));
    await client.query(insertMembers, columns);
    await client.query('analyze conversation, conversation_member');
  });
  return rooms;
}

/** Conversations for the bare server, which asks for no memberships: nobody of ours hears of them. */
export function seedBareRooms(url: string, groups: readonly (readonly Member[])[]): Promise<Room[]> {
  return insertRoomsOf(url, groups);
}

async function insertRoomsOf(url: string, groups: readonly (readonly Member[])[]): Promise<Room[]> {
  const rooms = groups.map((members): Room => ({ id: newId(), members }));
  const sizes = rooms.map(({ members }) => members.length);
  const values = [rooms.map(({ id }) => id), rooms.map(({ members }) => members[0]?.id), sizes];
  await inDatabase(url, (client) => client.query(insertRooms, values));
  return rooms;
}

const insertMany = `with counted as (update conversation set last_seq = last_seq + $2, last_message_at = now() where id = $1 returning last_seq),
  made as (insert into message (conversation_id, seq, id, sender_id, client_id, text)
    select $1, last_seq - $2 + n, uuidv7(), $3, gen_random_uuid()::text, $4 from counted, generate_series(1, $2) n returning id, seq)
  insert into journal (topic, type, ref)
    select 'conversation:' || $1, 'message.created', jsonb_build_object('messageId', id, 'seq', seq) from made order by seq`;

/** Messages that are there all at once, of which nobody is told before the next write. */
export async function fillRoom(
  client: pg.Client,
  { id, members }: Room,
  { count, text }: { count: number; text: string },
): Promise<void> {
  await client.query(insertMany, [id, count, members[0]?.id, text]);
}

/** Does something on a connection of its own. */
export async function inDatabase<Result>(url: string, act: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await act(client);
  } finally {
    await client.end();
  }
}
