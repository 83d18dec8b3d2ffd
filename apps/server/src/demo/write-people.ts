import { type Sql, statement } from '@rookery/api';
import type { DemoPlan, PlannedTie } from './planned.ts';
import { createRandom, idOf } from './random.ts';

const insertAccounts = statement(
  'demo.accounts',
  `insert into account (id, email, email_verified_at, password_hash, created_at)
   select id, username || '@demo.example', at, hash, at
   from jsonb_to_recordset($1::jsonb) as r(id uuid, username text, hash text, at timestamptz)`,
);
const insertProfiles = statement(
  'demo.profiles',
  `insert into profile (id, username, display_name, bio, location, website, status, is_private, is_bot, created_at)
   select id, username, name, bio, location, website, status, private, bot, at from jsonb_to_recordset($1::jsonb) as
     r(id uuid, username text, name text, bio text, location text, website text, status text, private bool, bot bool, at timestamptz)`,
);

/** NOTE: an account with this hash has no password: nothing that is hashed gives it. */
const noPassword = '!';

/** Writes accounts and profiles; one of them gets a password by its hash. */
export async function writePeople(
  sql: Sql,
  { people }: DemoPlan,
  login: { username: string; hash: string },
): Promise<void> {
  const rows = people.map(({ id, person, createdAt }) => ({
    id,
    username: person.username,
    hash: person.username === login.username ? login.hash : noPassword,
    name: person.name,
    bio: person.bio,
    location: person.location,
    website: person.website ?? '',
    status: person.status ?? '',
    private: person.isPrivate ?? false,
    bot: person.isBot ?? false,
    at: createdAt,
  }));
  await sql.run(insertAccounts, [JSON.stringify(rows)]);
  await sql.run(insertProfiles, [JSON.stringify(rows)]);
}

const ties =
  'jsonb_to_recordset($1::jsonb) as r(id uuid, giver uuid, taker uuid, at timestamptz, until timestamptz, other uuid)';
const insertFollows = statement(
  'demo.follows',
  `insert into follow (id, follower_id, followee_id, created_at) select id, giver, taker, at from ${ties}`,
);
const insertFollowRequests = statement(
  'demo.follow-requests',
  `insert into follow_request (id, follower_id, followee_id, created_at) select id, giver, taker, at from ${ties}`,
);
const insertFriends = statement(
  'demo.friends',
  `with given as (select * from ${ties}), requests as (
     insert into friend_request (id, sender_id, receiver_id, status, created_at, answered_at)
     select id, giver, taker, case when until is null then 'pending' else 'accepted' end, at, until from given
   ) insert into friendship (profile_id, friend_id, id, created_at)
     select giver, taker, id, until from given where until is not null
     union all select taker, giver, other, until from given where until is not null`,
);
const insertMutes = statement(
  'demo.mutes',
  `insert into mute (id, muter_id, muted_id, created_at, until) select id, giver, taker, at, until from ${ties}`,
);
const insertBlocks = statement(
  'demo.blocks',
  `insert into block (id, blocker_id, blocked_id, created_at) select id, giver, taker, at from ${ties}`,
);

/** A tie as a row of JSON. */
export function tieRow({ id, from: giver, to: taker, createdAt: at }: PlannedTie): object {
  return { id, giver, taker, at };
}

/** Writes who follows, befriends, mutes and blocks whom. */
export async function writeTies(sql: Sql, plan: DemoPlan): Promise<void> {
  const random = createRandom(1);
  const friends = plan.friendRequests.map((request) => ({
    ...tieRow(request),
    until: request.acceptedAt,
    other: idOf(request.acceptedAt ?? request.createdAt, random),
  }));
  await sql.run(insertFollows, [JSON.stringify(plan.follows.map(tieRow))]);
  await sql.run(insertFollowRequests, [JSON.stringify(plan.followRequests.map(tieRow))]);
  await sql.run(insertFriends, [JSON.stringify(friends)]);
  await sql.run(insertMutes, [JSON.stringify(plan.mutes.map((mute) => ({ ...tieRow(mute), until: mute.until })))]);
  await sql.run(insertBlocks, [JSON.stringify(plan.blocks.map(tieRow))]);
}
