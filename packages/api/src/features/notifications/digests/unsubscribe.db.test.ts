import { MailKind } from '@rookery/contract';
import { createTestApp, invitePeople, type TestApp } from '@rookery/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../../kernel/id.ts';
import { unsubscribeToken } from './unsubscribe-token.ts';

let t: TestApp;
beforeAll(async () => {
  t = await createTestApp();
});
afterAll(() => t[Symbol.asyncDispose]());

const mailed = async (id: string) => {
  const { types } = await t.as(id).me.notificationSettings();
  return MailKind.options.filter((kind) => types[kind].email);
};
const tokenOf = (accountId: string, kind: MailKind | 'all') =>
  unsubscribeToken(t.app.instanceSecret, { accountId, kind });

test.each([...MailKind.options])(
  'stops letters about %s, once or twice, at once or not, and nothing else',
  async (kind) => {
    const [id = ''] = Object.values(await invitePeople(t.app, `of_${kind}`));
    await t.as(id).me.updateNotificationSettings({ types: { [kind]: { push: false } } });
    const token = tokenOf(id, kind);
    const answers = await Promise.all([1, 2, 3].map(() => t.as(null).me.unsubscribe({ token })));
    expect(answers).toEqual([{ kind }, { kind }, { kind }]);
    expect(await mailed(id)).toEqual(MailKind.options.filter((one) => one !== kind));
    const { types } = await t.as(id).me.notificationSettings();
    expect(types[kind]).toEqual({ inApp: true, push: false, email: false, from: 'anyone' });
  },
);

test('stops all letters, also for somebody else who is signed in, and for the recipient alone', async () => {
  const { ann, ben } = await invitePeople(t.app, 'ann', 'ben');
  expect(await t.as(ben).me.unsubscribe({ token: tokenOf(ann, 'all') })).toEqual({ kind: 'all' });
  expect([await mailed(ann), await mailed(ben)]).toEqual([[], MailKind.options]);
});

test('answers the same for an account that is gone', async () => {
  expect(await t.as(null).me.unsubscribe({ token: tokenOf(newId(), 'all') })).toEqual({ kind: 'all' });
  expect(
    await t.app.sql.raw(
      `select from notification_setting s where not exists (select from profile p where p.id = s.profile_id)`,
    ),
  ).toEqual([]);
});

test('takes no token but one of a letter', async () => {
  const { cid, dan } = await invitePeople(t.app, 'cid', 'dan');
  const token = tokenOf(cid, 'follow');
  const wrong = [
    '',
    'x',
    token.slice(0, -1),
    `${token}A`,
    token.replace('follow', 'all'),
    token.replace('follow', 'like'),
    token.replace(cid, dan),
    token.toUpperCase(),
    unsubscribeToken(Buffer.from('another secret'), { accountId: cid, kind: 'follow' }),
    ...Array.from(token, (letter, at) => token.slice(0, at) + (letter === 'a' ? 'b' : 'a') + token.slice(at + 1)),
  ];
  for (const one of wrong) {
    await expect(t.as(null).me.unsubscribe({ token: one }), one).rejects.toMatchObject({
      cause: { reason: 'validation_failed' },
    });
  }
  expect([await mailed(cid), await mailed(dan)]).toEqual([MailKind.options, MailKind.options]);
});

test('the token opens nothing else', async () => {
  const { eva } = await invitePeople(t.app, 'eva');
  expect(await t.authenticator.authenticate(tokenOf(eva, 'all'))).toMatchObject({ kind: 'rejected' });
});
