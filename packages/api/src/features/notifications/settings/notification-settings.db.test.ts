import { NotificationSettingType } from '@rookery/contract';
import { createTestApp, invitePeople, type TestApp } from '@rookery/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../../kernel/id.ts';
import { transact } from '../../../kernel/transaction.ts';
import { domainErrorOf } from '../../../kernel/trpc-errors.ts';
import { type Deed, notify, notifyAll } from '../notify.ts';

let t: TestApp;
beforeAll(async () => {
  t = await createTestApp();
});
afterAll(() => t[Symbol.asyncDispose]());

const told = async (viewer: string) => (await t.as(viewer).notifications.list({})).items.map(({ type }) => type);
const rowsOf = (profileId: string) =>
  t.app.sql.raw('select type from notification_setting where profile_id = $1 order by type', [profileId]);
const refusal = (call: Promise<unknown>) =>
  call.then(
    () => null,
    (error: unknown) => domainErrorOf(error)?.reason ?? 'validation_failed',
  );
const types = NotificationSettingType.options.filter((type) => type !== 'message');

test('who has set nothing is told of everything by everybody, and mailed the little that matters', async () => {
  const { ann } = await invitePeople(t.app, 'ann');
  const settings = await t.as(ann).me.notificationSettings();
  expect(Object.keys(settings.types)).toEqual(NotificationSettingType.options);
  for (const [type, setting] of Object.entries(settings.types)) {
    const email = ['follow', 'mention', 'friend_request', 'message'].includes(type);
    expect(setting, type).toEqual({ inApp: true, push: true, email, from: 'anyone' });
  }
});

test('what is named changes and the rest stays; only what is not the default is kept', async () => {
  const { ben } = await invitePeople(t.app, 'ben');
  const as = t.as(ben);
  const first = await as.me.updateNotificationSettings({
    types: { like: { inApp: false }, message: { from: 'following' } },
  });
  expect(first.types.like).toEqual({ inApp: false, push: true, email: false, from: 'anyone' });
  expect(first.types.message).toEqual({ inApp: true, push: true, email: true, from: 'following' });
  const second = await as.me.updateNotificationSettings({ types: { like: { push: false } } });
  expect(second.types.like).toEqual({ inApp: false, push: false, email: false, from: 'anyone' });
  expect(await as.me.notificationSettings()).toEqual(second);
  expect(await rowsOf(ben)).toEqual([{ type: 'like' }, { type: 'message' }]);
  const back = await as.me.updateNotificationSettings({ types: { like: { inApp: true, push: true } } });
  expect(back.types.like).toEqual({ inApp: true, push: true, email: false, from: 'anyone' });
  expect(await rowsOf(ben)).toEqual([{ type: 'message' }]);
  expect(await as.me.updateNotificationSettings({})).toEqual(back);
});

test('changes at once of several fields of one type all stay', async () => {
  const { cid } = await invitePeople(t.app, 'cid');
  const changes = [{ inApp: false }, { push: false }, { email: true }, { from: 'nobody' as const }];
  await Promise.all(changes.map((reply) => t.as(cid).me.updateNotificationSettings({ types: { reply } })));
  expect((await t.as(cid).me.notificationSettings()).types.reply).toEqual(Object.assign({}, ...changes));
});

test('what moderators say cannot be switched off here', async () => {
  const { dan } = await invitePeople(t.app, 'dan');
  for (const moderation of [{ inApp: false }, { from: 'nobody' as const }, { from: 'following' as const }])
    expect(await refusal(t.as(dan).me.updateNotificationSettings({ types: { moderation } }))).toBe('validation_failed');
  const { types: kept } = await t.as(dan).me.updateNotificationSettings({ types: { moderation: { push: false } } });
  expect(kept.moderation).toEqual({ inApp: true, push: false, email: false, from: 'anyone' });
});

test.each([
  { types: { wink: {} } },
  { types: { like: { sms: true } } },
  { types: { like: { from: 'friends' } } },
  { like: {} },
])('refuses %j', async (input) => {
  const { eve } = await invitePeople(t.app, 'eve').catch(() => ({ eve: newId() }));
  const update = t.as(eve).me.updateNotificationSettings as (input: unknown) => Promise<unknown>;
  expect(await refusal(update(input))).toBe('validation_failed');
});

test('nobody sets or reads them without a token', async () => {
  await expect(t.as(null).me.notificationSettings()).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
  await expect(t.as(null).me.updateNotificationSettings({})).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
});

let serial = 0;

/** Two people, and what the second does to the first. */
async function pairOf(type: Deed['type']): Promise<{ one: string; other: string; deed: Deed }> {
  serial += 1;
  const [one = '', other = ''] = Object.values(await invitePeople(t.app, `one_${serial}`, `other_${serial}`));
  return { one, other, deed: { type, recipientId: one, actorId: other, subjectId: newId() } };
}
const tell = (deed: Deed) => transact({ app: t.app }, (tx) => notify(tx, deed));
const eventsOf = async (id: string) =>
  (await t.app.sql.raw('select from journal where topic = $1', [`user:${id}`])).length;

test.each(types)(
  '%s is told, and counted, unless it is switched off, by anyone, by whom one follows or is a friend of',
  async (type) => {
    const usual = await pairOf(type);
    await tell(usual.deed);
    expect(await told(usual.one)).toEqual([type]);

    if (type !== 'moderation') {
      const off = await pairOf(type);
      await t.as(off.one).me.updateNotificationSettings({ types: { [type]: { inApp: false } } });
      await tell(off.deed);
      expect([await told(off.one), await eventsOf(off.one)]).toEqual([[], 0]);
      expect(await t.as(off.one).notifications.unreadCount()).toEqual({ count: 0 });

      const nobody = await pairOf(type);
      await t.as(nobody.one).me.updateNotificationSettings({ types: { [type]: { from: 'nobody' } } });
      await t.app.sql.raw('insert into follow (follower_id, followee_id, id) values ($1, $2, $3)', [
        nobody.one,
        nobody.other,
        newId(),
      ]);
      await tell(nobody.deed);
      expect(await told(nobody.one)).toEqual([]);

      for (const tie of ['none', 'follow', 'friendship'] as const) {
        const known = await pairOf(type);
        await t.as(known.one).me.updateNotificationSettings({ types: { [type]: { from: 'following' } } });
        const insert = {
          none: 'select $1::uuid, $2::uuid, $3::uuid',
          follow: 'insert into follow (follower_id, followee_id, id) values ($1, $2, $3)',
          friendship: 'insert into friendship (profile_id, friend_id, id) values ($1, $2, $3)',
        }[tie];
        await t.app.sql.raw(insert, [known.one, known.other, newId()]);
        await tell(known.deed);
        expect(await told(known.one), tie).toEqual(tie === 'none' ? [] : [type]);
      }
    }
  },
);

test.each(types)('%s by somebody muted or blocked either way is silent', async (type) => {
  for (const insert of [
    'insert into mute (muter_id, muted_id, id) values ($1, $2, $3)',
    'insert into block (blocker_id, blocked_id, id) values ($1, $2, $3)',
    'insert into block (blocked_id, blocker_id, id) values ($1, $2, $3)',
  ]) {
    const { one, other, deed } = await pairOf(type);
    await t.app.sql.raw(insert, [one, other, newId()]);
    await tell(deed);
    expect([await told(one), await eventsOf(one)], insert).toEqual([[], 0]);
  }
});

test('nobody is told of what he did himself', async () => {
  const { one, deed } = await pairOf('like');
  await tell({ ...deed, actorId: one });
  expect(await told(one)).toEqual([]);
});

test('a request of somebody muted makes no sound, and stands in its list', async () => {
  const { one, other } = await pairOf('friend_request');
  await t.as(one).me.update({ isPrivate: true });
  await t.as(one).graph.mute({ userId: other });
  await t.as(other).friends.request({ userId: one });
  await t.as(other).graph.follow({ userId: one });
  expect(await told(one)).toEqual([]);
  expect((await t.as(one).graph.followRequests({})).items).toHaveLength(1);
  expect((await t.as(one).friends.requests({ direction: 'incoming' })).items).toHaveLength(1);
});

test('of several who are told at once each is told by what he has set', async () => {
  const people = await invitePeople(t.app, 'hal', 'ida', 'jan', 'kim');
  await t.as(people.ida).me.updateNotificationSettings({ types: { mention: { inApp: false } } });
  await t.as(people.jan).me.updateNotificationSettings({ types: { like: { inApp: false } } });
  const recipientIds = [people.hal, people.ida, people.jan];
  const deed = { type: 'mention', actorId: people.kim, subjectId: newId(), recipientIds } as const;
  await transact({ app: t.app }, (tx) => notifyAll(tx, deed));
  expect(await Promise.all(recipientIds.map(told))).toEqual([['mention'], [], ['mention']]);
});

test('what was told before stays when it is switched off, and goes when it is undone', async () => {
  const { lea, max } = await invitePeople(t.app, 'lea', 'max');
  const { id } = await t.as(lea).posts.create({ text: 'Look' });
  await t.as(max).posts.like({ id });
  await t.as(lea).me.updateNotificationSettings({ types: { like: { inApp: false } } });
  expect(await told(lea)).toEqual(['like']);
  await t.as(max).posts.unlike({ id });
  expect(await told(lea)).toEqual([]);
});

test('the end of an own poll, which nobody did, is told whoever may cause notifications', async () => {
  const { one, deed } = await pairOf('poll_ended');
  await t.as(one).me.updateNotificationSettings({ types: { poll_ended: { from: 'nobody' } } });
  await tell({ ...deed, actorId: null });
  expect(await told(one)).toEqual(['poll_ended']);
});

test('a notification says which conversation it is about', async () => {
  const { one, other } = await pairOf('message_request');
  const { id: conversationId } = await t.as(other).chat.open({ userId: one });
  await t.as(other).chat.send({ conversationId, text: 'Hello', clientId: 'hello' });
  expect((await t.as(one).notifications.list({})).items).toMatchObject([
    { type: 'message_request', conversationId, groupId: null },
  ]);
});
