import { createTestApp, invitePeople, refusal, type TestApp } from '@rookery/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { clientId, join, makeGroup, say } from '../../fixtures/talks.ts';
import { newId } from '../../kernel/id.ts';

const emoji = [
  '👍',
  '❤️',
  '😂',
  '😮',
  '😢',
  '🙏',
  '🔥',
  '🎉',
  '👏',
  '🤔',
  '😍',
  '🥳',
  '😎',
  '🤝',
  '💯',
  '✨',
  '🌈',
  '🍀',
  '🐦',
  '🪺',
  '🥚',
];

let t: TestApp;
let people: Record<'alice' | 'bob' | 'carol' | 'dave' | 'erin' | 'frank', string>;
let conversationId: string;
let groupId: string;
beforeAll(async () => {
  t = await createTestApp();
  people = await invitePeople(t.app, 'alice', 'bob', 'carol', 'dave', 'erin', 'frank');
  conversationId = (await t.as(people.alice).chat.open({ userId: people.bob })).id;
  await say(t, [people.alice, conversationId]);
  await say(t, [people.bob, conversationId]);
  groupId = await makeGroup(t, people.alice, [people.bob, people.carol, people.dave, people.erin]);
});
afterAll(() => t[Symbol.asyncDispose]());

const chat = (name: keyof typeof people) => t.as(people[name]).chat;
const inGroup = (name: keyof typeof people, text?: string) => say(t, [people[name], groupId], text);
const journalOf = (messageId: string) =>
  t.app.sql.raw(`select type from journal where ref ->> 'messageId' = $1 order by id`, [messageId]);

describe('edit', () => {
  test('an own message says something else, and what it said is kept', async () => {
    const { id, seq } = await say(t, [people.alice, conversationId], 'Helo');
    const edited = await chat('alice').edit({ id, text: 'Hello @bob' });
    expect(edited).toMatchObject({ id, seq, text: 'Hello @bob', version: 2, editedAt: expect.any(Date) });
    expect(edited.facets).toMatchObject([{ kind: 'mention', userId: people.bob }]);
    await chat('alice').edit({ id, text: 'Hello!' });
    const { items, nextCursor } = await chat('bob').history({ id, limit: 2 });
    expect(items.map(({ text, version }) => [text, version])).toEqual([
      ['Hello!', 3],
      ['Hello @bob', 2],
    ]);
    const rest = await chat('bob').history({ id, limit: 2, cursor: nextCursor ?? '' });
    expect(rest).toMatchObject({ items: [{ text: 'Helo', version: 1 }], nextCursor: null });
  });

  test('the same text again makes no version and tells nobody', async () => {
    const { id } = await say(t, [people.alice, conversationId], 'once');
    const first = await chat('alice').edit({ id, text: 'twice' });
    expect(await chat('alice').edit({ id, text: 'twice' })).toEqual(first);
    expect(await journalOf(id)).toMatchObject([{ type: 'message.created' }, { type: 'message.updated' }]);
  });

  test('others are refused, and those who may not read find nothing', async () => {
    const { id } = await say(t, [people.alice, conversationId]);
    await expect(chat('bob').edit({ id, text: 'mine' })).rejects.toEqual(refusal('not_owner'));
    await expect(chat('carol').edit({ id, text: 'mine' })).rejects.toEqual(refusal('not_found'));
    await expect(chat('alice').edit({ id: newId(), text: 'none' })).rejects.toEqual(refusal('not_found'));
    await expect(chat('carol').history({ id })).rejects.toEqual(refusal('not_found'));
  });

  test('an empty text, a text that is too long, a deleted and a system message are refused', async () => {
    const { id } = await say(t, [people.alice, conversationId]);
    await expect(chat('alice').edit({ id, text: '' })).rejects.toEqual(refusal('validation_failed'));
    await expect(chat('alice').edit({ id, text: 'x'.repeat(4001) })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    await chat('alice').delete({ id });
    await expect(chat('alice').edit({ id, text: 'back' })).rejects.toEqual(refusal('not_found'));
    const note = await systemMessage();
    await expect(chat('alice').edit({ id: note, text: 'x' })).rejects.toEqual(refusal('not_owner'));
  });

  test('racing edits make one version each', async () => {
    const { id } = await say(t, [people.alice, conversationId], '0');
    await Promise.all(Array.from({ length: 8 }, (_, n) => chat('alice').edit({ id, text: `${n + 1}` })));
    const { items } = await chat('alice').history({ id });
    expect(items.map(({ version }) => version)).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1]);
    expect(new Set(items.map(({ text }) => text)).size).toBe(9);
  });

  test('cannot go on with somebody who takes no more, or has blocked', async () => {
    const stranger = (await chat('frank').open({ userId: people.bob })).id;
    const { id } = await say(t, [people.frank, stranger]);
    await t.app.sql.raw(`insert into privacy_setting (profile_id, messages_from) values ($1, 'friends')`, [people.bob]);
    await expect(chat('frank').edit({ id, text: 'more' })).rejects.toEqual(refusal('messages_refused'));
    await expect(chat('frank').react({ id, emoji: '👍' })).rejects.toEqual(refusal('messages_refused'));
    await t.app.sql.raw('delete from privacy_setting where profile_id = $1', [people.bob]);
    await t.as(people.bob).graph.block({ userId: people.frank });
    await expect(chat('frank').edit({ id, text: 'more' })).rejects.toEqual(refusal('not_found'));
    await expect(chat('frank').delete({ id })).rejects.toEqual(refusal('not_found'));
  });
});

async function systemMessage(): Promise<string> {
  const id = newId();
  await t.app.sql.raw(
    `with c as (update conversation set last_seq = last_seq + 1 where id = $2 returning last_seq)
     insert into message (conversation_id, seq, id, sender_id, system) select $2, last_seq, $1, $3, '{"kind":"avatar"}' from c`,
    [id, groupId, people.alice],
  );
  return id;
}

describe('delete', () => {
  test('leaves the place alone of it, for everybody, once', async () => {
    const { id, seq } = await inGroup('bob', 'regretted');
    const answer = await chat('carol').send({
      conversationId: groupId,
      text: 'Why',
      replyToId: id,
      clientId: clientId(),
    });
    expect(answer.replyTo).toMatchObject({ id, text: 'regretted', deleted: false });
    await chat('bob').edit({ id, text: 'regretted much' });
    await chat('carol').react({ id, emoji: '👍' });
    const gone = await chat('bob').delete({ id });
    expect(gone).toMatchObject({ id, seq, text: '', facets: [], media: [], reactions: [], version: 3 });
    expect(gone.deletedAt).toBeInstanceOf(Date);
    expect(await chat('bob').delete({ id })).toEqual(gone);
    expect((await chat('carol').history({ id })).items).toEqual([]);
    expect((await chat('carol').reactors({ id })).items).toEqual([]);
    const { items } = await chat('carol').messages({ conversationId: groupId, around: seq, limit: 3 });
    expect(items.find((one) => one.id === id)).toEqual(gone);
    expect(items.find((one) => one.id === answer.id)?.replyTo).toMatchObject({ text: '', deleted: true });
    for (const table of ['message_revision', 'message_reaction'])
      expect(await t.app.sql.raw(`select 1 from ${table} where message_id = $1`, [id])).toEqual([]);
    const deletions = (await journalOf(id)).filter((row) => JSON.stringify(row).includes('message.deleted'));
    expect(deletions).toHaveLength(1);
  });

  test('is for its sender, and in groups for the staff', async () => {
    const direct = await say(t, [people.alice, conversationId]);
    await expect(chat('bob').delete({ id: direct.id })).rejects.toEqual(refusal('not_owner'));
    await expect(chat('carol').delete({ id: direct.id })).rejects.toEqual(refusal('not_found'));
    const { id } = await inGroup('bob');
    await expect(chat('carol').delete({ id })).rejects.toEqual(refusal('role_required'));
    await expect(chat('frank').delete({ id })).rejects.toEqual(refusal('not_found'));
    expect(await chat('alice').delete({ id })).toMatchObject({ id, deletedAt: expect.any(Date) });
    await expect(chat('alice').delete({ id: await systemMessage() })).rejects.toEqual(refusal('not_owner'));
    await expect(chat('alice').delete({ id: 'no id' })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  });

  test('what was said before joining is not there', async () => {
    const { id } = await inGroup('bob', 'before');
    const { newcomer } = await invitePeople(t.app, 'newcomer');
    await join(t, groupId, newcomer);
    const as = t.as(newcomer).chat;
    for (const call of [
      () => as.history({ id }),
      () => as.reactors({ id }),
      () => as.react({ id, emoji: '👍' }),
      () => as.unreact({ id, emoji: '👍' }),
      () => as.delete({ id }),
    ]) {
      await expect(call()).rejects.toEqual(refusal('not_found'));
    }
    const { id: next } = await inGroup('bob', 'after');
    expect(await as.react({ id: next, emoji: '👍' })).toMatchObject({
      reactions: [{ emoji: '👍', count: 1, mine: true }],
    });
  });
});

describe('reactions', () => {
  test('count once a person and emoji, and are taken back', async () => {
    const { id } = await inGroup('bob');
    await chat('carol').react({ id, emoji: '👍' });
    await chat('dave').react({ id, emoji: '❤️' });
    const first = await chat('alice').react({ id, emoji: '👍' });
    expect(first.reactions).toEqual([
      { emoji: '👍', count: 2, mine: true },
      { emoji: '❤️', count: 1, mine: false },
    ]);
    expect(await chat('alice').react({ id, emoji: '👍' })).toEqual(first);
    const { items, nextCursor } = await chat('bob').reactors({ id, limit: 2 });
    expect(items.map((one) => [one.profile.username, one.emoji])).toEqual([
      ['alice', '👍'],
      ['dave', '❤️'],
    ]);
    const rest = await chat('bob').reactors({ id, limit: 2, cursor: nextCursor ?? '' });
    expect(rest.items.map((one) => one.profile.username)).toEqual(['carol']);
    for (const name of ['carol', 'dave', 'alice'] as const) {
      await chat(name).unreact({ id, emoji: '👍' });
      await chat(name).unreact({ id, emoji: '👍' });
    }
    expect((await chat('dave').unreact({ id, emoji: '❤️' })).reactions).toEqual([]);
    expect(await t.app.sql.raw('select has_reactions from message where id = $1', [id])).toEqual([
      { has_reactions: false },
    ]);
    expect(await journalOf(id)).toHaveLength(1 + 3 + 3);
  });

  test('a person has five of them and a message twenty', async () => {
    const { id } = await inGroup('bob');
    const names = ['alice', 'bob', 'carol', 'dave', 'erin'] as const;
    const react = (n: number) => chat(names[Math.floor(n / 5)] ?? 'erin').react({ id, emoji: emoji[n] ?? '' });
    for (let n = 0; n < 5; n += 1) await react(n);
    await expect(chat('alice').react({ id, emoji: emoji[5] ?? '' })).rejects.toEqual(refusal('limit_reached'));
    await chat('alice').react({ id, emoji: emoji[0] ?? '' });
    for (let n = 5; n < 20; n += 1) await react(n);
    await expect(react(20)).rejects.toEqual(refusal('limit_reached'));
    expect((await chat('erin').react({ id, emoji: emoji[0] ?? '' })).reactions).toHaveLength(20);
  });

  test('are one emoji, on what was said', async () => {
    const { id } = await inGroup('bob');
    for (const bad of ['', 'a', '👍👍', '<b>', '👍\u200d']) {
      await expect(chat('alice').react({ id, emoji: bad })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    }
    await expect(chat('alice').react({ id: await systemMessage(), emoji: '👍' })).rejects.toEqual(
      refusal('validation_failed'),
    );
    await chat('bob').delete({ id });
    await expect(chat('alice').react({ id, emoji: '👍' })).rejects.toEqual(refusal('not_found'));
    expect((await chat('alice').unreact({ id, emoji: '👍' })).reactions).toEqual([]);
  });

  test('in a race the limits hold, and each counts once', async () => {
    const { id } = await inGroup('bob');
    const calls = (['alice', 'carol', 'dave', 'erin'] as const).flatMap((name) =>
      emoji.slice(0, 8).flatMap((one) => [chat(name).react({ id, emoji: one }), chat(name).react({ id, emoji: one })]),
    );
    await Promise.allSettled(calls);
    const rows = await t.app.sql.raw('select 1 from message_reaction where message_id = $1', [id]);
    expect(rows).toHaveLength(20);
  });
});

test('edit, delete and react at the same time end as some order of them would', async () => {
  for (let round = 0; round < 50; round += 1) {
    const { id } = await inGroup('bob', 'first');
    const settled = await Promise.allSettled([
      chat('bob').edit({ id, text: 'second' }),
      chat('alice').delete({ id }),
      chat('carol').react({ id, emoji: '👍' }),
      chat('dave').react({ id, emoji: '👍' }),
      chat('bob').delete({ id }),
    ]);
    for (const one of settled) if (one.status === 'rejected') expect(one.reason).toEqual(refusal('not_found'));
    expect(settled[1]?.status).toBe('fulfilled');
    expect(settled[4]?.status).toBe('fulfilled');
    const edited = settled[0]?.status === 'fulfilled';
    const [row] = await t.app.sql.raw(
      `select text, has_reactions, version, deleted_at is not null as gone, (select count(*)::int from message_reaction where message_id = m.id) as reactions,
       (select count(*)::int from message_revision where message_id = m.id) as revisions from message m where id = $1`,
      [id],
    );
    expect(row).toEqual({
      text: '',
      has_reactions: false,
      version: edited ? 3 : 2,
      gone: true,
      reactions: 0,
      revisions: 0,
    });
  }
});
