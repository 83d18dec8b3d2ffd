import { createTestApp, findDrift, invitePeople } from '@rookery/testkit';
import { expect, test } from 'vitest';
import { makeGroup } from '../../fixtures/talks.ts';
import { recountConversationMembers } from './recount.handler.ts';

test('a wrong number of members is reported, then right again; right ones are left alone', async () => {
  const drifts: [string, number][] = [];
  const drifted = (counter: string, wrong: number) => void drifts.push([counter, wrong]);
  await using t = await createTestApp({ recounts: { drifted, finished: () => undefined } });
  const { alice, bob, carol } = await invitePeople(t.app, 'alice', 'bob', 'carol');
  const id = await makeGroup(t, alice, [bob, carol]);
  await makeGroup(t, bob, [carol]);
  await t.app.sql.raw('update conversation set member_count = 7 where id = $1', [id]);
  await recountConversationMembers(t.app);
  await recountConversationMembers(t.app);
  expect(drifts).toEqual([['conversation.member_count', 1]]);
  expect((await t.as(alice).chat.get({ id })).memberCount).toBe(3);
  expect(await findDrift(t.app.sql)).toEqual({});
});
