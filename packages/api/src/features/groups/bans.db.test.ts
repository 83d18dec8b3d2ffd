import { createTestApp, invitePeople, refusal } from '@rookery/testkit';
import { expect, test } from 'vitest';
import { newId } from '../../kernel/id.ts';
import { transact } from '../../kernel/transaction.ts';
import { hideProfile } from '../profiles/index.ts';

test('a ban told of somebody who is hidden, or has blocked the caller, that he exists', async () => {
  await using t = await createTestApp();
  const people = await invitePeople(t.app, 'owner', 'hidden', 'blocker', 'member', 'stranger');
  const groups = t.as(people.owner).groups;
  const { id } = await groups.create({ name: 'A group' });
  await t.as(people.member).groups.join({ id });
  for (const userId of [people.blocker, people.member]) await t.as(userId).graph.block({ userId: people.owner });
  await transact({ app: t.app }, (tx) => hideProfile(tx, people.hidden));
  for (const userId of [people.hidden, people.blocker, newId()]) {
    await expect(groups.removeMember({ id, userId, ban: true })).rejects.toEqual(refusal('not_found'));
  }
  for (const userId of [people.member, people.member, people.stranger]) {
    expect(await groups.removeMember({ id, userId, ban: true })).toEqual({ ok: true });
  }
});
