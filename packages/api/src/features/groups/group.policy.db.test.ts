import { GroupJoining, GroupVisibility } from '@rookery/contract';
import { type Caller, createTestApp, invitePeople, type TestApp } from '@rookery/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { domainErrorOf } from '../../kernel/trpc-errors.ts';

/** Who calls, in the order of the columns. */
const callers = ['owner', 'moderator', 'member', 'invited', 'stranger', 'banned', 'anonymous'] as const;
type Who = (typeof callers)[number];

/** What each is told of a group that he sees. 403: it is there, and is not for him. Upper case: it depends on how one joins. */
const table = `
deed              owner moderator member invited stranger banned anonymous
get               ok    ok        ok     ok      ok       ok     ok
members           ok    ok        ok     READ    READ     READ   READ
feed              ok    ok        ok     READ    READ     READ   READ
post              ok    ok        ok     403     403      403    401
join              ok    ok        ok     ok      JOIN     403    401
leave             409   ok        ok     ok      ok       ok     401
decline           ok    ok        ok     ok      ok       ok     401
accept            ok    ok        ok     ok      404      404    401
invite            ok    ok        OPEN   403     403      403    401
revoke            ok    ok        OPEN   403     403      403    401
requests          ok    ok        403    403     403      403    401
approve           ok    ok        403    403     403      403    401
reject            ok    ok        403    403     403      403    401
remove member     ok    ok        403    403     403      403    401
remove moderator  ok    403       403    403     403      403    401
remove owner      403   403       403    403     403      403    401
ban stranger      ok    ok        403    403     403      403    401
bans              ok    ok        403    403     403      403    401
unban             ok    ok        403    403     403      403    401
set role          ok    403       403    403     403      403    401
remove post       ok    ok        403    403     403      403    401
delete post       ok    ok        403    SEEN    403      403    401
update            ok    403       403    403     403      403    401
delete            ok    403       403    403     403      403    401
`;

interface Scene {
  id: string;
  postId: string;
  people: Record<Exclude<Who, 'anonymous'> | 'other' | 'second' | 'third' | 'asker', string>;
}

type Act = (as: Caller, scene: Scene) => Promise<unknown>;
const acts: Record<string, Act> = {
  get: (as, { id }) => as.groups.get({ id }),
  members: (as, { id }) => as.groups.members({ id }),
  feed: (as, { id }) => as.feed.group({ groupId: id }),
  post: (as, { id }) => as.posts.create({ text: 'x', groupId: id }),
  join: (as, { id }) => as.groups.join({ id }),
  leave: (as, { id }) => as.groups.leave({ id }),
  decline: (as, { id }) => as.groups.declineInvite({ id }),
  accept: (as, { id }) => as.groups.acceptInvite({ id }),
  invite: (as, { id, people }) => as.groups.invite({ id, userId: people.other }),
  revoke: (as, { id, people }) => as.groups.revokeInvite({ id, userId: people.other }),
  requests: (as, { id }) => as.groups.requests({ id }),
  approve: (as, { id, people }) => as.groups.approveRequest({ id, userId: people.asker }),
  reject: (as, { id, people }) => as.groups.rejectRequest({ id, userId: people.asker }),
  'remove member': (as, { id, people }) => as.groups.removeMember({ id, userId: people.second }),
  'remove moderator': (as, { id, people }) => as.groups.removeMember({ id, userId: people.third }),
  'remove owner': (as, { id, people }) => as.groups.removeMember({ id, userId: people.other, ban: true }),
  'ban stranger': (as, { id, people }) => as.groups.removeMember({ id, userId: people.asker, ban: true }),
  bans: (as, { id }) => as.groups.bans({ id }),
  unban: (as, { id, people }) => as.groups.unban({ id, userId: people.banned }),
  'set role': (as, { id, people }) => as.groups.setRole({ id, userId: people.second, role: 'moderator' }),
  'remove post': (as, { id, postId }) => as.groups.removePost({ id, postId }),
  'delete post': (as, { postId }) => as.posts.delete({ id: postId }),
  update: (as, { id }) => as.groups.update({ id, description: 'new' }),
  delete: (as, { id }) => as.groups.delete({ id }),
};

const codes: Record<string, string> = {
  not_found: '404',
  role_required: '403',
  not_owner: '403',
  invite_required: '403',
  banned: '403',
  last_owner: '409',
  token_missing: '401',
};

/** What a cell of the table means in a group of a kind. */
function expectedOf(cell: string, who: Who, { visibility, joining }: { visibility: string; joining: string }): string {
  const unseen = visibility === 'private' && ['stranger', 'banned', 'anonymous'].includes(who);
  if (unseen && cell !== '401') return '404';
  if (cell === 'READ') return visibility === 'private' ? '404' : 'ok';
  if (cell === 'SEEN') return visibility === 'private' ? '404' : '403';
  if (cell === 'JOIN') return joining === 'invite' ? '403' : 'ok';
  if (cell === 'OPEN') return joining === 'open' ? 'ok' : '403';
  return cell;
}

let t: TestApp;
let serial = 0;
beforeAll(async () => {
  t = await createTestApp();
});
afterAll(() => t[Symbol.asyncDispose]());

const addMember = `insert into community_member (community_id, profile_id, id, role) values ($1, $2, uuidv7(), $3)`;

/** NOTE: as rows, so that what is tested is not what prepares it. */
async function newScene(visibility: GroupVisibility, joining: GroupJoining, deed: string): Promise<Scene> {
  serial += 1;
  const names = [...callers.slice(0, 6), 'other', 'second', 'third', 'asker'];
  const made = await invitePeople(t.app, ...names.map((name) => `${name}_${serial}`));
  const people = Object.fromEntries(names.map((name) => [name, made[`${name}_${serial}`] ?? ''])) as Scene['people'];
  const { id } = await t.as(people.owner).groups.create({ name: 'A group', visibility, joining });
  const add = (who: string, role: string) => t.app.sql.raw(addMember, [id, who, role]);
  await add(people.moderator, 'moderator');
  await add(people.member, 'member');
  await add(people.second, 'member');
  await add(people.third, 'moderator');
  if (deed === 'remove owner') await add(people.other, 'owner');
  await t.app.sql.raw(
    'update community g set member_count = (select count(*) from community_member m where m.community_id = g.id) where id = $1',
    [id],
  );
  await t.app.sql.raw(
    `insert into community_invite (community_id, profile_id, inviter_id, id) values ($1, $2, $3, uuidv7())`,
    [id, people.invited, people.owner],
  );
  const tie = (name: string, who: string) =>
    t.app.sql.raw(`insert into ${name} (community_id, profile_id, id) values ($1, $2, uuidv7())`, [id, who]);
  await tie('community_ban', people.banned);
  await tie('community_request', people.asker);
  const post = await t.as(people.second).posts.create({ text: 'among us', groupId: id });
  return { id, postId: post.id, people };
}

const rows = table
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => line.trim().split(/\s{2,}|(?<=\S)\s(?=\S+$)/));

describe.each(
  GroupVisibility.options.flatMap((visibility) => GroupJoining.options.map((joining) => ({ visibility, joining }))),
)('in a $visibility group that is joined by: $joining', ({ visibility, joining }) => {
  test.each(Object.keys(acts))('%s is answered to each as the table says', async (deed) => {
    const line =
      table.split('\n').find((one) => one.startsWith(`${deed} `) && one.slice(deed.length).startsWith('  ')) ?? '';
    const cells = line.slice(18).trim().split(/\s+/);
    const told: Record<string, string> = {};
    for (const who of callers) {
      const scene = await newScene(visibility, joining, deed);
      const as = t.as(who === 'anonymous' ? null : scene.people[who]);
      told[who] = await (acts[deed] as Act)(as, scene).then(
        () => 'ok',
        (error: unknown) => codes[domainErrorOf(error)?.reason ?? ''] ?? domainErrorOf(error)?.reason ?? String(error),
      );
    }
    const wanted = callers.map((who, n) => [who, expectedOf(cells[n] ?? '', who, { visibility, joining })]);
    expect(told).toEqual(Object.fromEntries(wanted));
  });
});

test('every line of the table is tried', () => {
  expect(rows.length).toBe(Object.keys(acts).length);
});
