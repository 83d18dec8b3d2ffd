import { newId, readFacetsOfEach, statement, type Transaction } from '@rookery/api';
import { type DemoGroup, groups } from './groups.ts';
import { namesOf } from './plan-ties.ts';
import type { DemoPlan } from './planned.ts';
import { createRandom, idOf } from './random.ts';

const hour = 3_600_000;

const insertGroup = statement(
  'demo.group',
  `insert into community (id, name, terms, description, visibility, joining, created_at) values ($1, $2, name_terms('', $2), $3, $4, $5, $6)`,
);
const insertMembers = statement(
  'demo.group-members',
  `with made as (
     insert into community_member (community_id, profile_id, role, id, created_at)
     select $1, profile, role, id, $5 from unnest($2::uuid[], $3::text[], $4::uuid[]) as r(profile, role, id) returning 1
   ) update community set member_count = member_count + (select count(*) from made) where id = $1`,
);
const insertPosts = statement(
  'demo.group-posts',
  `with made as (
     insert into post (id, author_id, text, facets, group_id, created_at)
     select id, author, text, facets, $1, at from jsonb_to_recordset($2::jsonb) as r(id uuid, author uuid, text text, facets jsonb, at timestamptz) returning 1
   ) update community set post_count = post_count + (select count(*) from made) where id = $1`,
);
const insertRequests = statement(
  'demo.group-requests',
  `insert into community_request (community_id, profile_id, id, created_at) select $1, profile, id, $4 from unnest($2::uuid[], $3::uuid[]) as r(profile, id)`,
);
const insertInvite = statement(
  'demo.group-invite',
  'insert into community_invite (community_id, profile_id, inviter_id, id, created_at) values ($1, $2, $3, $4, $5)',
);
const tell = statement(
  'demo.tell-of-group',
  `with told as (
     insert into notification (id, recipient_id, type, subject_id, group_id, actor_count, created_at) values ($1, $2, $3, $4, $4, cardinality($5::uuid[]), $7)
   ) insert into notification_actor (notification_id, actor_id, id) select $1, actor, id from unnest($5::uuid[], $6::uuid[]) as r(actor, id)`,
);

/** Writes groups with their members, posts, invitations and requests, and tells those whom it concerns. */
export async function writeGroups(tx: Transaction, plan: DemoPlan): Promise<void> {
  for (const group of groups) await writeGroup(tx, plan, group);
}

async function writeGroup(tx: Transaction, { people, now }: DemoPlan, group: DemoGroup): Promise<void> {
  const idOfName = namesOf(people);
  const random = createRandom(group.name.length);
  const begun = new Date(now.getTime() - group.daysAgo * 24 * hour);
  const id = idOf(begun, random);
  const { name, description, visibility, joining, owner, moderators, members } = group;
  await tx.sql.run(insertGroup, [id, name, description, visibility, joining, begun]);
  const roles = [owner, ...moderators, ...members].map((_, n) => roleAt(n, moderators.length));
  const everybody = [owner, ...moderators, ...members].map(idOfName);
  await tx.sql.run(insertMembers, [id, everybody, roles, everybody.map(() => idOf(begun, random)), begun]);
  const facets = await readFacetsOfEach(
    tx.sql,
    group.posts.map(([, , text]) => text),
  );
  const posts = group.posts.map(([by, hoursAgo, text], index) => {
    const at = new Date(now.getTime() - hoursAgo * hour);
    return { id: idOf(at, random), author: idOfName(by), text, facets: facets[index], at };
  });
  await tx.sql.run(insertPosts, [id, JSON.stringify(posts)]);
  await writeWaiting(tx, { id, at: new Date(now.getTime() - 3 * hour), idOfName }, group);
}

function roleAt(place: number, moderators: number): string {
  if (place === 0) return 'owner';
  return place <= moderators ? 'moderator' : 'member';
}

interface Place {
  id: string;
  at: Date;
  idOfName: (name: string) => string;
}

async function writeWaiting({ sql }: Transaction, { id, at, idOfName }: Place, group: DemoGroup): Promise<void> {
  for (const [inviter, invitee] of group.invites) {
    const [from, to] = [idOfName(inviter), idOfName(invitee)];
    await sql.run(insertInvite, [id, to, from, newId(), at]);
    await sql.run(tell, [newId(), to, 'group_invite', id, [from], [newId()], at]);
  }
  const askers = group.requests.map(idOfName);
  if (askers.length === 0) return;
  await sql.run(insertRequests, [id, askers, askers.map(newId), at]);
  for (const staff of [group.owner, ...group.moderators].map(idOfName))
    await sql.run(tell, [newId(), staff, 'group_join_request', id, askers, askers.map(newId), at]);
}
