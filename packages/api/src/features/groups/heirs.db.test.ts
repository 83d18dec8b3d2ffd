import { createTestApp, invitePeople } from '@rookery/testkit';
import { expect, test } from 'vitest';
import { transact } from '../../kernel/transaction.ts';
import { hideProfile } from '../profiles/index.ts';
import { eraseGroups } from './erase-groups.ts';

test('a group whose owner goes for good fell to a moderator whom nobody sees', async () => {
  await using t = await createTestApp();
  const { alice, bob, carol } = await invitePeople(t.app, 'alice', 'bob', 'carol');
  const { id } = await t.as(alice).groups.create({ name: 'Us', joining: 'open' });
  for (const userId of [bob, carol]) await t.as(userId).groups.join({ id });
  await t.as(alice).groups.setRole({ id, userId: bob, role: 'moderator' });
  const hide = (userId: string) => transact({ app: t.app }, (tx) => hideProfile(tx, userId));
  const erase = (userId: string) => transact({ app: t.app }, (tx) => eraseGroups(tx, userId));
  for (const userId of [bob, alice]) await hide(userId);
  while (await erase(alice));
  expect(await t.as(carol).groups.get({ id })).toMatchObject({ viewer: { role: 'owner' } });
  await hide(carol);
  while (await erase(carol));
  expect(await t.as(bob).groups.get({ id })).toMatchObject({ viewer: { role: 'owner' } });
});
