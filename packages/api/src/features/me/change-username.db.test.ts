import { createTestApp, refusal, signUp, type TestApp } from '@rookery/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../kernel/id.ts';
import { forgetUsernames } from '../profiles/index.ts';

let t: TestApp;
let serial = 0;
beforeAll(async () => {
  t = await createTestApp();
});
afterAll(() => t[Symbol.asyncDispose]());

const days = 24 * 3600 * 1000;

async function somebody() {
  serial += 1;
  return signUp(t, `named_${serial}`);
}

test('the profile has the new name, and nobody is found by the old one', async () => {
  const one = await somebody();
  const next = `renamed_${serial}`;
  expect(await t.as(one.id).me.changeUsername({ username: next.toUpperCase() })).toMatchObject({
    id: one.id,
    username: next,
  });
  expect(await t.as(one.id).me.changeUsername({ username: next })).toMatchObject({ id: one.id, username: next });
  expect(await t.as(null).users.get({ username: next })).toMatchObject({ id: one.id });
  await expect(t.as(null).users.get({ username: one.username })).rejects.toEqual(refusal('not_found'));
  await expect(t.as(null).auth.login({ login: next, password: one.password })).resolves.toBeDefined();
  await expect(t.as(null).auth.login({ login: one.username, password: one.password })).rejects.toEqual(
    refusal('credentials_invalid'),
  );
});

test('the old name is out of reach of others for two weeks, and of its owner never', async () => {
  const [one, other] = [await somebody(), await somebody()];
  await t.as(one.id).me.changeUsername({ username: `left_${serial}` });
  const { username } = one;
  const registration = { email: `${newId()}@rookery.test`, username, password: 'a password for the name' };
  await expect(t.as(other.id).me.changeUsername({ username })).rejects.toEqual(refusal('username_taken'));
  await expect(t.as(null).auth.register(registration)).rejects.toEqual(refusal('username_taken'));
  expect(await t.as(one.id).me.changeUsername({ username })).toMatchObject({ username });
  await expect(t.as(other.id).me.changeUsername({ username })).rejects.toEqual(refusal('username_taken'));
  expect(await t.as(other.id).me.changeUsername({ username: `left_${serial}x` })).toMatchObject({ id: other.id });
  await t.as(one.id).me.changeUsername({ username: `left_${serial}` });
  t.clock.advance(14 * days + 1000);
  expect(await t.as(other.id).me.changeUsername({ username })).toMatchObject({ username });
  await expect(t.as(one.id).me.changeUsername({ username })).rejects.toEqual(refusal('username_taken'));
});

test('what was given up two weeks ago is forgotten', async () => {
  const one = await somebody();
  await t.as(one.id).me.changeUsername({ username: `gone_${serial}` });
  const kept = async () => t.app.sql.raw('select 1 from username_history where profile_id = $1', [one.id]);
  await forgetUsernames.handle(t.app, {}, newId());
  expect(await kept()).toHaveLength(1);
  t.clock.advance(14 * days + 1000);
  await forgetUsernames.handle(t.app, {}, newId());
  expect(await kept()).toHaveLength(0);
});

test('a name that is taken, malformed or nobody’s to give is refused', async () => {
  const [one, other] = [await somebody(), await somebody()];
  await expect(t.as(one.id).me.changeUsername({ username: other.username })).rejects.toEqual(refusal('username_taken'));
  for (const username of ['', 'ab', 'a'.repeat(31), 'with space', 'naïve', '\u0000abc']) {
    await expect(t.as(one.id).me.changeUsername({ username })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  }
  await expect(t.as(null).me.changeUsername({ username: 'somebody' })).rejects.toEqual(refusal('token_missing'));
  expect((await t.as(one.id).me.get()).profile.username).toBe(one.username);
});

test('of ten who want one name at once, one gets it; and a name is never given up and taken at once', async () => {
  const people = await Promise.all(Array.from({ length: 10 }, somebody));
  const username = `wanted_${serial}`;
  const outcomes = await Promise.allSettled(people.map(({ id }) => t.as(id).me.changeUsername({ username })));
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  for (const outcome of outcomes)
    if (outcome.status === 'rejected') expect(outcome.reason).toEqual(refusal('username_taken'));
  const owner = people[outcomes.findIndex(({ status }) => status === 'fulfilled')];
  const [, ...taken] = await Promise.allSettled([
    t.as(owner?.id ?? null).me.changeUsername({ username: `was_${username}` }),
    ...people.filter((one) => one !== owner).map(({ id }) => t.as(id).me.changeUsername({ username })),
  ]);
  expect(taken.map(({ status }) => status)).toEqual(taken.map(() => 'rejected'));
});

test('nobody hoards names', async () => {
  await using strict = await createTestApp({ settings: { ...t.app.settings, rateLimitFactor: 1 } });
  const { id } = await signUp(strict, 'hoarder');
  for (let n = 0; n < 5; n += 1) await strict.as(id).me.changeUsername({ username: `hoard_${n}` });
  await expect(strict.as(id).me.changeUsername({ username: 'hoard_6' })).rejects.toEqual(refusal('rate_limited'));
});
