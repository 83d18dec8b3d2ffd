import { createTestApp, signUp, type TestApp } from '@rookery/testkit';
import { afterAll, beforeEach, expect, test } from 'vitest';
import type { App } from '../../../kernel/app.ts';
import { newId } from '../../../kernel/id.ts';
import { cleanUpDigests } from './digests.jobs.ts';
import { sendDigests } from './send-digests.handler.ts';
import { unsubscribeToken } from './unsubscribe-token.ts';

let t: TestApp;
/** NOTE: every test has its own app, since the clock moves on and everybody's digests go out together. */
beforeEach(async () => {
  await t?.[Symbol.asyncDispose]();
  t = await createTestApp();
});
afterAll(() => t[Symbol.asyncDispose]());

const minute = 60_000;
const hour = 60 * minute;

/** Ids of people who have verified their addresses, by name. */
async function verified<Name extends string>(...names: Name[]): Promise<Record<Name, string>> {
  const ids = await Promise.all(names.map(async (name) => [name, (await signUp(t, name)).id] as const));
  await t.app.sql.raw('update account set email_verified_at = now()');
  await t.drain();
  return Object.fromEntries(ids) as Record<Name, string>;
}

const lettersTo = (name: string) =>
  t.mailer.sent.filter(({ to, headers }) => to === `${name}@rookery.test` && headers !== undefined);

async function runJob(app: App = t.app): Promise<void> {
  await sendDigests(app);
  await t.drain();
}

/** Lets time go by, and the job run as often as it would. */
async function pass(ms: number): Promise<void> {
  t.clock.advance(ms);
  await runJob();
}

const left = async () => (await t.app.sql.raw('select from digest_item')).length;

test('what was missed is folded into one letter, which says how to stop them', async () => {
  const { ann, ben, cid, dan } = await verified('ann', 'ben', 'cid', 'dan');
  await t.as(ben).graph.follow({ userId: ann });
  await t.as(cid).graph.follow({ userId: ann });
  await t.as(cid).posts.create({ text: 'Good morning @ann,\nhow are you?' });
  await t.as(dan).friends.request({ userId: ann });
  await pass(9 * minute);
  expect(lettersTo('ann')).toEqual([]);
  await pass(2 * minute);
  const [letter, ...more] = lettersTo('ann');
  expect(more).toEqual([]);
  expect(letter?.subject).toBe('What you missed on Rookery');
  expect(letter?.text).toContain('cid (@cid) and ben (@ben) followed you.');
  expect(letter?.text).toContain('cid (@cid) mentioned you: “Good morning @ann, how are you?”');
  expect(letter?.text).toContain('dan (@dan) asked to be your friend.');
  const link = `http://rookery.test/unsubscribe?token=${unsubscribeToken(t.app.instanceSecret, { accountId: ann, kind: 'all' })}`;
  expect(letter?.headers).toEqual({
    'List-Unsubscribe': `<${link}>`,
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
  });
  expect(letter?.text).toContain(link);
  for (const name of ['ben', 'cid', 'dan']) expect(lettersTo(name)).toEqual([]);
  await pass(25 * hour);
  expect(lettersTo('ann')).toHaveLength(1);
  expect(await left()).toBe(0);
});

test('a letter about one thing says so, and stops its kind alone', async () => {
  const { eva, finn } = await verified('eva', 'finn');
  await t.as(finn).graph.follow({ userId: eva });
  await pass(11 * minute);
  const [letter] = lettersTo('eva');
  expect(letter?.subject).toBe('finn followed you');
  const token = /token=([\w.-]+)/.exec(letter?.text ?? '')?.[1] ?? '';
  expect(await t.as(null).me.unsubscribe({ token })).toEqual({ kind: 'follow' });
  const { types } = await t.as(eva).me.notificationSettings();
  expect([types.follow.email, types.mention.email]).toEqual([false, true]);
});

test('what was read, undone or deleted meanwhile is not mailed', async () => {
  const { gus, hal, ida, jan } = await verified('gus', 'hal', 'ida', 'jan');
  const { id } = await t.as(hal).posts.create({ text: 'Hi @gus' });
  await t.as(ida).graph.follow({ userId: gus });
  await t.as(jan).posts.create({ text: 'Hi @hal' });
  await t.as(jan).posts.create({ text: 'Hi @ida' });
  await t.as(hal).posts.delete({ id });
  await t.as(ida).graph.unfollow({ userId: gus });
  await t.as(hal).notifications.markAllRead({});
  await t.as(ida).notifications.deleteAll();
  await pass(11 * minute);
  expect(t.mailer.sent.filter(({ headers }) => headers)).toEqual([]);
  expect(await left()).toBe(0);
});

test('a follow that is undone and done again is told once, of who follows then', async () => {
  const { kim, lea } = await verified('kim', 'lea');
  await t.as(lea).graph.follow({ userId: kim });
  await t.as(lea).graph.unfollow({ userId: kim });
  await t.as(lea).graph.follow({ userId: kim });
  await pass(11 * minute);
  expect(lettersTo('kim').map(({ subject }) => subject)).toEqual(['lea followed you']);
});

test('nobody gets more than one letter an hour; what comes in between is in the next', async () => {
  const { max, nia, oli } = await verified('max', 'nia', 'oli');
  await t.as(nia).graph.follow({ userId: max });
  await pass(11 * minute);
  await t.as(oli).graph.follow({ userId: max });
  await pass(15 * minute);
  await pass(15 * minute);
  expect(lettersTo('max')).toHaveLength(1);
  await pass(31 * minute);
  expect(lettersTo('max').map(({ subject }) => subject)).toEqual(['nia followed you', 'oli followed you']);
});

test('one who does much is mailed of once a day and kind; what is unread then comes with the next', async () => {
  const { pia, quin } = await verified('pia', 'quin');
  const mention = (text: string) => t.as(quin).posts.create({ text: `${text} @pia` });
  await mention('first');
  await pass(11 * minute);
  await mention('second');
  await t.as(quin).graph.follow({ userId: pia });
  for (let hours = 0; hours < 23; hours += 1) await pass(hour);
  expect(lettersTo('pia').map(({ subject }) => subject)).toEqual(['quin mentioned you', 'quin followed you']);
  await pass(hour + minute);
  expect(lettersTo('pia').map(({ text }) => /second|first|followed/.exec(text)?.[0])).toEqual([
    'first',
    'followed',
    'second',
  ]);
});

test('what is older than three days is mailed no more', async () => {
  const { rob, sue } = await verified('rob', 'sue');
  await t.as(sue).graph.follow({ userId: rob });
  t.clock.advance(73 * hour);
  await runJob();
  expect([lettersTo('rob'), await left()]).toEqual([[], 0]);
});

test.each([
  ['has not verified the address', 'update account set email_verified_at = null where id = $1'],
  ['is suspended', 'update account set suspended_at = now() where id = $1'],
  ['is leaving', 'update account set delete_after = now() where id = $1'],
  ['is hidden', 'update profile set hidden_at = now() where id = $1'],
  ['wants no mail', `insert into notification_setting values ($1, 'follow', true, true, false, 'anyone')`],
  [
    'has muted him',
    `insert into mute (muter_id, muted_id, id) select $1, id, gen_random_uuid() from profile where username = 'them'`,
  ],
])('who %s gets no letter', async (_, change) => {
  const { you, them } = await verified('you', 'them');
  await t.as(them).graph.follow({ userId: you });
  await t.app.sql.raw(change, [you]);
  await pass(11 * minute);
  expect([lettersTo('you'), await left()]).toEqual([[], 0]);
});

test.each([
  ['has not verified the address', 'update account set email_verified_at = null where id = $1'],
  ['wants no mail', `insert into notification_setting values ($1, 'follow', true, true, false, 'anyone')`],
])('nothing waits for who %s', async (_, change) => {
  const { you, them } = await verified('you', 'them');
  await t.app.sql.raw(change, [you]);
  await t.as(them).graph.follow({ userId: you });
  expect(await left()).toBe(0);
});

test('of somebody who leaves, or whose post may not be read any more, nothing is said', async () => {
  const { tom, uma, vic } = await verified('tom', 'uma', 'vic');
  await t.as(tom).graph.follow({ userId: vic });
  await t.as(vic).posts.create({ text: 'a canary for followers @tom', visibility: 'followers' });
  await t.as(uma).posts.create({ text: 'a canary of a leaver @tom' });
  await t.as(vic).graph.removeFollower({ userId: tom });
  await t.as(uma).me.delete({ password: 'the password of uma' });
  await pass(11 * minute);
  expect(lettersTo('tom')).toEqual([]);
});

test('what stands behind a warning stays there, and a long text is cut', async () => {
  const { xia } = await verified('wes', 'xia');
  await t.as(xia).posts.create({ text: 'the end of the film @wes', contentWarning: 'Spoiler' });
  await t.as(xia).posts.create({ text: `@wes ${'long '.repeat(80)}` });
  await pass(11 * minute);
  const [letter] = lettersTo('wes');
  expect(letter?.text).toContain('mentioned you: “Spoiler”');
  expect(letter?.text).not.toContain('film');
  expect(letter?.text).toMatch(/“@wes (long )+.{0,5}…”/);
});

test('who has many new followers is told of five and how many more', async () => {
  const { yan } = await verified('yan');
  const names = Array.from({ length: 8 }, (_, n) => `fan_${n}`);
  const fans = await verified(...names);
  for (const id of Object.values(fans)) await t.as(id).graph.follow({ userId: yan });
  await pass(11 * minute);
  expect(lettersTo('yan')[0]?.text).toMatch(/fan_7 \(@fan_7\), .*fan_3 \(@fan_3\) and 3 others followed you\./);
});

test('a run that dies in the middle loses nothing and mails nothing twice', async () => {
  const names = Array.from({ length: 120 }, (_, n) => `one_${n}`);
  const { zed } = await verified('zed');
  const ids = names.map(() => newId());
  await t.app.sql.raw(
    `with a as (insert into account (id, email, password_hash, email_verified_at) select id, name || '@rookery.test', '!', now() from unnest($1::uuid[], $2::text[]) as p(id, name))
     insert into profile (id, username, display_name) select id, name, name from unnest($1::uuid[], $2::text[]) as p(id, name)`,
    [ids, names],
  );
  for (const id of ids) await t.as(zed).graph.follow({ userId: id });
  t.clock.advance(11 * minute);
  let enqueued = 0;
  const jobs = {
    ...t.app.jobs,
    enqueue: (...call: Parameters<App['jobs']['enqueue']>) => {
      enqueued += 1;
      if (enqueued % 70 === 0) throw new Error('the machine went down');
      return t.app.jobs.enqueue(...call);
    },
  };
  const dying = { ...t.app, jobs } as App;
  let died = 0;
  for (let isDone = false; !isDone; ) {
    isDone = await sendDigests(dying).then(
      () => true,
      () => {
        died += 1;
        return false;
      },
    );
  }
  await t.drain();
  expect(died).toBeGreaterThan(0);
  expect(names.map((name) => lettersTo(name).length)).toEqual(names.map(() => 1));
});

test('two runs at once mail everybody once', async () => {
  const people = await verified('a_1', 'a_2', 'a_3', 'a_4', 'a_5', 'a_6');
  const ids = Object.values(people);
  for (const one of ids) for (const other of ids) if (one !== other) await t.as(one).graph.follow({ userId: other });
  t.clock.advance(11 * minute);
  await Promise.all([1, 2, 3].map(() => sendDigests(t.app)));
  await t.drain();
  expect(Object.keys(people).map((name) => lettersTo(name).length)).toEqual([1, 1, 1, 1, 1, 1]);
});

test('who was mailed about whom is forgotten when it matters no more', async () => {
  const { bea, col } = await verified('bea', 'col');
  await t.as(col).graph.follow({ userId: bea });
  await pass(11 * minute);
  const known = async () => [
    (await t.app.sql.raw('select from digest_pair')).length,
    (await t.app.sql.raw('select from digest')).length,
  ];
  await cleanUpDigests.handle(t.app, {}, 'a job');
  expect(await known()).toEqual([1, 1]);
  t.clock.advance(97 * hour);
  await cleanUpDigests.handle(t.app, {}, 'a job');
  expect(await known()).toEqual([0, 0]);
});
