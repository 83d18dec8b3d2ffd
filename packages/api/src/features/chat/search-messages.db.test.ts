import { createTestApp, invitePeople, refusal, type TestApp } from '@rookery/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { clientId, join, makeGroup, say } from '../../fixtures/talks.ts';

let t: TestApp;
let people: Record<'alice' | 'bob' | 'carol' | 'dave', string>;
let direct: string;
let group: string;
beforeAll(async () => {
  t = await createTestApp();
  people = await invitePeople(t.app, 'alice', 'bob', 'carol', 'dave');
  direct = (await t.as(people.alice).chat.open({ userId: people.bob })).id;
  group = await makeGroup(t, people.carol, [people.alice, people.bob]);
});
afterAll(() => t[Symbol.asyncDispose]());

const foundBy = async (name: keyof typeof people, query: string, conversationId?: string): Promise<string[]> => {
  const input = conversationId === undefined ? { query } : { query, conversationId };
  return (await t.as(people[name]).chat.search(input)).items.map(({ text }) => text);
};

test.each([
  ['words in any order, case and accent', 'Das Café öffnet früh', 'FRUH cafe', 'cafe spat'],
  ['a phrase', 'one two three', '"two three"', '"three two"'],
  ['what shall not be there', 'red and green', 'red -blue', 'red -green'],
  ['the start of a word', 'mongooses everywhere', 'mongo*', 'mon*x'],
  ['Chinese', '今天下午三点在图书馆见', '图书馆', '书图'],
  ['Thai', 'แมวนอนบนโต๊ะ', 'นอน', 'หมา'],
  ['Arabic', 'مَرْحَبًا بالعالم', 'مرحبا', 'وداعا'],
  ['Hindi', 'नमस्ते दुनिया', 'दुनिया', 'दुनि'],
  ['an emoji', 'well done 🎉', '🎉', '🎈'],
])('%s', async (...[, text, query, other]) => {
  const { id } = await say(t, [people.alice, direct], text);
  for (const conversationId of [undefined, direct]) {
    expect(await foundBy('bob', query, conversationId)).toEqual([text]);
    expect(await foundBy('bob', other, conversationId)).toEqual([]);
  }
  await t.as(people.alice).chat.delete({ id });
  expect(await foundBy('bob', query)).toEqual([]);
});

test('a query that names nothing finds nothing, and one that is none is refused', async () => {
  await say(t, [people.alice, direct], 'something @ all : ok');
  for (const query of ['-nothing', '?!', '""', '@', ':', "'", '\\', '-"', '& | ! <-> ( :*']) {
    expect(await foundBy('bob', query)).toEqual([]);
    expect(await foundBy('bob', query, direct)).toEqual([]);
  }
  for (const bad of [{ query: '' }, { query: 'x'.repeat(201) }, { query: 'x', conversationId: 'no id' }]) {
    await expect(t.as(people.bob).chat.search(bad)).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  }
});

describe('only what the caller may read', () => {
  test('is found: nothing of the conversations of others', async () => {
    await say(t, [people.alice, direct], 'a secret pangolin');
    expect(await foundBy('alice', 'pangolin')).toHaveLength(1);
    expect(await foundBy('carol', 'pangolin')).toEqual([]);
    await expect(foundBy('carol', 'pangolin', direct)).rejects.toEqual(refusal('not_found'));
  });

  test('from joining on, and until leaving', async () => {
    await say(t, [people.carol, group], 'an early okapi');
    await join(t, group, people.dave);
    await say(t, [people.carol, group], 'a late okapi');
    expect(await foundBy('dave', 'okapi')).toEqual(['a late okapi']);
    expect(await foundBy('dave', 'okapi', group)).toEqual(['a late okapi']);
    expect(await foundBy('alice', 'okapi')).toEqual(['a late okapi', 'an early okapi']);
    await t.app.sql.raw('delete from conversation_member where profile_id = $1', [people.dave]);
    expect(await foundBy('dave', 'okapi')).toEqual([]);
  });

  test('and nothing across a block', async () => {
    await say(t, [people.bob, direct], 'a blocked quokka');
    await t.as(people.alice).graph.block({ userId: people.bob });
    for (const name of ['alice', 'bob'] as const) expect(await foundBy(name, 'quokka')).toEqual([]);
    await t.as(people.alice).graph.unblock({ userId: people.bob });
    expect(await foundBy('bob', 'quokka')).toHaveLength(1);
  });
});

test('edits change what a message is found by', async () => {
  const { id } = await say(t, [people.carol, group], 'a narwhal');
  await t.as(people.carol).chat.edit({ id, text: 'a walrus' });
  expect(await foundBy('bob', 'narwhal')).toEqual([]);
  expect(await foundBy('bob', 'walrus')).toEqual(['a walrus']);
});

test('pages walk without repeat or skip while messages come, in one conversation and in all', async () => {
  const said: string[] = [];
  for (let n = 0; n < 9; n += 1) said.unshift((await say(t, [people.carol, group], `numbat ${n}`)).id);
  for (const conversationId of [undefined, group]) {
    const walked: string[] = [];
    let cursor: string | undefined;
    do {
      const input = { query: 'numbat', limit: 2, ...(cursor && { cursor }), ...(conversationId && { conversationId }) };
      const page = await t.as(people.bob).chat.search(input);
      walked.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor ?? undefined;
      said.push((await say(t, [people.alice, direct], 'another numbat')).id);
    } while (cursor !== undefined);
    expect(walked.slice(-9)).toEqual(said.slice(0, 9));
    expect(new Set(walked).size).toBe(walked.length);
  }
  const { nextCursor } = await t.as(people.bob).chat.search({ query: 'numbat', limit: 1 });
  const wrong = t.as(people.bob).chat.search({ query: 'numbat', conversationId: group, cursor: nextCursor ?? '' });
  await expect(wrong).rejects.toEqual(refusal('bad_cursor'));
});

test('old messages of a long conversation are found by the index', async () => {
  const { id: conversationId } = await t.as(people.alice).chat.open({ userId: people.dave });
  const first = await say(t, [people.alice, conversationId], 'the first axolotl');
  await t.app.sql.raw(
    `with c as (update conversation set last_seq = 2501 where id = $1)
     insert into message (conversation_id, seq, id, sender_id, text) select $1, n, gen_random_uuid(), $2, 'x' from generate_series(2, 2501) n`,
    [conversationId, people.alice],
  );
  const { id } = await say(t, [people.alice, conversationId], 'the last axolotl');
  const page = await t.as(people.alice).chat.search({ query: 'axolotl', conversationId, limit: 1 });
  expect(page.items).toMatchObject([{ id }]);
  const next = { query: 'axolotl', conversationId, limit: 1, cursor: page.nextCursor ?? '' };
  expect(await t.as(people.alice).chat.search(next)).toMatchObject({ items: [{ id: first.id }], nextCursor: null });
});

test('a letter under thousands of marks is sent and found', async () => {
  const text = `ก${'่'.repeat(3000)}า`;
  await t.as(people.alice).chat.send({ conversationId: direct, text, clientId: clientId() });
  expect(await foundBy('alice', text.slice(0, 190))).toHaveLength(1);
});

test('new words waited in a list that was walked for each conversation of who searches', async () => {
  await say(t, [people.alice, direct], 'nothing of this waits');
  expect(await t.app.sql.raw(`select gin_clean_pending_list('message_tokens_idx')::int as pages`)).toEqual([
    { pages: 0 },
  ]);
});
