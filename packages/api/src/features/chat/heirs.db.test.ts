import { createTestApp, invitePeople } from '@rookery/testkit';
import { expect, test } from 'vitest';
import { transact } from '../../kernel/transaction.ts';
import { hideProfile } from '../profiles/index.ts';

test('a group fell to an owner whom nobody sees', async () => {
  await using t = await createTestApp();
  const { alice, bob, carol } = await invitePeople(t.app, 'alice', 'bob', 'carol');
  const { id } = await t.as(alice).chat.createGroup({ title: 'Us', userIds: [bob, carol] });
  await transact({ app: t.app }, (tx) => hideProfile(tx, bob));
  await t.as(alice).chat.leave({ conversationId: id });
  expect((await t.as(carol).chat.get({ id })).members).toMatchObject([{ profile: { id: carol }, role: 'owner' }]);
});
