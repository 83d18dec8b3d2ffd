import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createTestApp, findDrift, findWord, liveWholly, type TestApp, type WholeLife } from '@rookery/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addUpChanges } from './features/hashtags/count.handler.ts';
import { eraseDueAccounts } from './features/me/erase-accounts.handler.ts';

const day = 24 * 3600 * 1000;

let t: TestApp;
let life: WholeLife;
let answersOf: Record<string, number>;
beforeAll(async () => {
  t = await createTestApp();
  life = await liveWholly(t, 'one_who_goes');
  answersOf = await findWord(t.app.sql, life.id);
}, 120_000);
afterAll(() => t[Symbol.asyncDispose]());

/** NOTE: whoever adds a table in which people stand lets the person of `liveWholly` stand in it too. */
test('the person of this test stands in every table that refers to people', async () => {
  const rows = await t.app.sql.raw(
    `select distinct conrelid::regclass::text as name from pg_constraint
     where contype = 'f' and confrelid in ('account'::regclass, 'profile'::regclass)
     union select table_name from information_schema.columns
     where table_schema = 'public' and udt_name in ('uuid', '_uuid') and column_name ~ '(author|profile|user|holder|actor|owner|recipient|account)_id'`,
  );
  const names = rows.map((row) => (row as { name: string }).name);
  expect(names.length).toBeGreaterThan(20);
  expect(names.filter((name) => !(name in answersOf))).toEqual([]);
});

const filesIn = async (folder: string): Promise<string[]> =>
  (await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

/** Runs the job as often as it asks for. */
async function eraseAll(app = t.app): Promise<void> {
  await eraseDueAccounts(app);
  t.clock.advance(60_000);
  await eraseDueAccounts(app);
}

test('a job before its time does nothing', async () => {
  await t.as(life.id).me.delete({ password: life.password });
  t.clock.advance(13 * day);
  await eraseAll();
  expect(
    (await t.as(null).auth.login({ login: life.username, password: life.password })).account.deleteAfter,
  ).not.toBeNull();
  expect(await findDrift(t.app.sql)).toEqual({});
});

test('a job that dies between two steps is taken up where it died', async () => {
  t.clock.advance(day);
  let steps = 0;
  const erasers = t.app.erasers.map((eraser) => async (...call: Parameters<typeof eraser>) => {
    steps += 1;
    if (steps % 7 === 0) throw new Error('the machine went down');
    return eraser(...call);
  });
  for (let died = true; died; ) {
    died = await eraseAll({ ...t.app, erasers }).then(
      () => false,
      () => true,
    );
    expect(await findDrift(t.app.sql)).toEqual({});
    if (steps > 60) break;
  }
  expect(steps).toBeGreaterThan(20);
  await expect(t.as(null).auth.login({ login: life.username, password: life.password })).rejects.toThrow();
});

test('nothing of him is left: no row, no file, no word; and no counter of others counts him', async () => {
  await eraseAll();
  await t.drain();
  await addUpChanges(t.app);
  expect(await findWord(t.app.sql, life.id)).toEqual({});
  for (const word of [life.word, life.word.toUpperCase()]) expect(await findWord(t.app.sql, word)).toEqual({});
  expect(await findWord(t.app.sql, life.email)).toEqual({});
  expect(await filesIn(t.mediaFolder)).toEqual([]);
  expect(await filesIn(t.exportsFolder)).toEqual([]);
  expect(await findDrift(t.app.sql)).toEqual({});
});

test('his name stands in what others wrote, and is kept from all for two weeks', async () => {
  const places = Object.keys(await findWord(t.app.sql, life.username));
  expect(
    places.filter(
      (name) =>
        !['message', 'message_revision', 'post', 'post_revision', 'post_search', 'username_history'].includes(name),
    ),
  ).toEqual([]);
  const take = () => t.as(life.others.judy).me.changeUsername({ username: life.username });
  await expect(take()).rejects.toMatchObject({ cause: { reason: 'username_taken' } });
  t.clock.advance(15 * day);
  expect((await take()).username).toBe(life.username);
});

test('what others answered keeps its place in the thread, under a gap', async () => {
  const { ancestors, post } = await t.as(null).posts.thread({ id: life.posts.answer });
  expect(ancestors).toEqual([expect.objectContaining({ id: life.posts.answered, post: null })]);
  expect(post).toMatchObject({ text: `An answer to @${life.username}`, facets: [], replyToId: life.posts.answered });
  expect(await t.app.sql.raw('select id from post where id = $1', [life.posts.quiet])).toEqual([]);
  await expect(t.as(null).posts.get({ id: life.posts.answered })).rejects.toMatchObject({
    cause: { reason: 'not_found' },
  });
});

test('what he said in groups leaves gaps that keep their numbers, and conversations of two go whole', async () => {
  const { alice, judy } = life.others;
  const { items } = await t.as(alice).chat.conversations({});
  expect(items.map(({ kind, title }) => [kind, title]).toSorted()).toEqual([
    ['group', 'Neighbours again'],
    ['group', 'Of Alice'],
  ]);
  for (const { id: conversationId, lastSeq, members } of items) {
    const said = (await t.as(alice).chat.messages({ conversationId, limit: 100 })).items;
    expect(said.map(({ seq }) => seq)).toEqual(Array.from({ length: lastSeq }, (_, n) => lastSeq - n));
    const gaps = said.filter(({ sender, system }) => sender === null && system === null);
    expect(gaps.length).toBeGreaterThan(0);
    for (const gap of gaps) {
      expect(gap).toMatchObject({ text: '', facets: [], media: [], reactions: [], clientId: null });
      expect(gap.deletedAt).not.toBeNull();
    }
    expect(said.flatMap(({ system }) => (system && 'users' in system ? system.users : []))).not.toContainEqual(
      expect.objectContaining({ id: life.id }),
    );
    expect(members.filter(({ role }) => role === 'owner')).toHaveLength(1);
  }
  expect((await t.as(judy).chat.conversations({})).items).toEqual([]);
});
