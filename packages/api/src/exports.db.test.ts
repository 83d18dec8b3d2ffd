import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import {
  createTestApp,
  findWord,
  invitePeople,
  liveWholly,
  readZip,
  signUp,
  type TestApp,
  type WholeLife,
} from '@rookery/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { zipOf } from './features/me/export-zip.ts';

/** Tables in which people stand that an export leaves out, and why. */
const exempt: Record<string, string> = {
  account_export: 'that the copy was asked for',
  captured_mail: 'letters that he got',
  digest: 'when he was mailed what he missed',
  digest_item: 'what waits to be mailed to him, which he was told anyway',
  digest_pair: 'about whom he was mailed, for some days',
  hashtag_use: 'counts made of his posts',
  large_author: 'how feeds are made, by the number of followers',
  mail_token: 'secrets that he was mailed',
  popular_profile: 'a ranking made of followers',
  post_search: 'an index made of his posts',
  presence: 'that he has a stream open at this moment',
  profile_name: 'an index made of his names',
  suggestion_list: 'made of what others follow, for a day',
  timeline_entry: 'made of what those wrote whom he follows',
  timeline_state: 'when he looked at his feed last',
};

let t: TestApp;
let life: WholeLife;
let files: Map<string, Buffer>;
beforeAll(async () => {
  t = await createTestApp();
  life = await liveWholly(t, 'one_who_packs');
  const link = /exports\/([0-9a-f-]{36})\.zip/.exec(t.mailer.lastTo(life.email).text);
  files = readZip(await buffer(createReadStream(join(t.exportsFolder, `${link?.[1]}.zip`))));
}, 120_000);
afterAll(() => t[Symbol.asyncDispose]());

const linesOf = (file: string): Record<string, unknown>[] =>
  (files.get(file)?.toString() ?? '').split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line)]));

test('every table in which he stands is exported, or is not for a reason', async () => {
  const exported = new Set(t.app.exported.parts.flatMap(({ tables }) => tables));
  const tables = Object.keys(await findWord(t.app.sql, life.id)).filter((name) => !/^(journal_|pgboss\.)/.test(name));
  expect(tables.filter((name) => !exported.has(name) && !exempt[name])).toEqual([]);
});

test('the copy holds what he wrote, did and knows, and his pictures', async () => {
  expect(linesOf('account.jsonl')).toEqual([expect.objectContaining({ id: life.id, email: life.email, role: 'user' })]);
  expect(linesOf('profile.jsonl')).toEqual([
    expect.objectContaining({ username: life.username, bio: life.word, earlierUsernames: [`${life.username}_of_old`] }),
  ]);
  const { items } = await t.as(life.id).users.posts({ id: life.id, with: 'replies', limit: 50 });
  const posts = linesOf('posts.jsonl');
  expect(new Set(posts.map(({ id, text }) => `${id} ${text}`))).toEqual(
    new Set(items.map(({ id, text }) => `${id} ${text}`)),
  );
  const answered = posts.find(({ id }) => id === life.posts.answered);
  expect(answered).toMatchObject({
    media: [{ alt: `${life.word} in a picture` }],
    poll: { options: [`${life.word} yes`, 'no'] },
    earlier: [{ version: 1 }],
  });
  expect(linesOf('drafts.jsonl').map(({ text }) => text)).toEqual([`${life.word} to come`, `${life.word} later`]);
  for (const file of ['likes', 'reposts', 'bookmarks', 'poll-votes'])
    expect(linesOf(`${file}.jsonl`)[0]).toMatchObject({ post: { author: 'alice', text: 'A post of Alice #weather' } });
  const names = (file: string) => linesOf(`${file}.jsonl`).map(({ username }) => username);
  expect([names('following'), names('friends'), names('blocks'), names('mutes')]).toEqual([
    ['alice'],
    ['alice'],
    ['dave'],
    ['frank'],
  ]);
  expect([names('follow-requests-sent'), names('follow-requests-received')]).toEqual([['bob'], ['carol']]);
  expect(linesOf('hashtags-followed.jsonl')).toEqual([expect.objectContaining({ tag: 'weather' })]);
  expect(linesOf('notifications.jsonl').length).toBeGreaterThan(3);
  expect(linesOf('sessions.jsonl')).toHaveLength(1);
  const token = { createdAt: expect.any(String), expiresAt: null, lastUsedAt: null };
  expect(linesOf('tokens.jsonl')).toEqual([
    { ...token, name: `${life.word} for a program`, scopes: ['read', 'write:posts'], revokedAt: null },
    { ...token, name: `${life.word} for another`, scopes: ['media'], revokedAt: expect.any(String) },
  ]);
  expect(linesOf('conversations.jsonl')).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ kind: 'direct', with: 'alice', folder: 'inbox' }),
      expect.objectContaining({ kind: 'direct', with: 'judy', folder: 'requests' }),
      expect.objectContaining({ kind: 'group', title: 'Neighbours again', role: 'owner', with: null }),
    ]),
  );
  const said = linesOf('messages.jsonl');
  expect(said.every(({ text }) => String(text).toLowerCase().startsWith(life.word))).toBe(true);
  expect(said).toContainEqual(
    expect.objectContaining({
      text: `${life.word} to Alice`,
      earlier: [expect.objectContaining({ text: `${life.word} to alice` })],
      media: [expect.objectContaining({ alt: life.word }), expect.objectContaining({ alt: null })],
    }),
  );
  expect(linesOf('message-reactions.jsonl').map(({ emoji }) => emoji)).toEqual(['🙂', '🙂']);
  const media = linesOf('media.jsonl');
  expect(media).toHaveLength(7);
  const paper = media.find(({ kind }) => kind === 'file');
  expect(paper).toMatchObject({ file: `media/${paper?.id}/${life.word}.pdf`, name: `${life.word}.pdf` });
  expect(files.get(String(paper?.file))?.toString()).toBe(`%PDF-1.7 ${life.word}`);
  for (const { file, kind } of media)
    if (kind === 'image') expect(files.get(String(file))?.subarray(8, 12).toString()).toBe('WEBP');
});

test('the copy holds nothing that is not for him', async () => {
  const all = [...files].map(([path, bytes]) => (path.endsWith('.webp') ? '' : bytes.toString())).join('\n');
  for (const name of ['erin', 'gina']) expect(all).not.toMatch(new RegExp(`"username": ?"${name}"`));
  expect(all).not.toContain('password');
});

test('one that is being made is told again, and no other is made within a day', async () => {
  await expect(t.as(life.id).me.export()).rejects.toMatchObject({
    cause: { reason: 'rate_limited', retryAfter: expect.any(Number) },
  });
  const [judy] = [life.others.judy];
  const asked = await Promise.all([1, 2, 3].map(() => t.as(judy).me.export()));
  expect(new Set(asked.map(({ requestedAt }) => requestedAt.getTime())).size).toBe(1);
  await t.drain();
  expect(t.mailer.sent.filter(({ to }) => to === 'judy@rookery.test')).toHaveLength(1);
  t.clock.advance(24 * 3600 * 1000 + 1000);
  expect((await t.as(judy).me.export()).requestedAt > (asked[0]?.requestedAt ?? new Date())).toBe(true);
});

test('a copy is gone when its link has expired', async () => {
  const { dropExpiredExports } = await import('./features/me/drop-exports.handler.ts');
  await t.drain();
  await dropExpiredExports(t.app);
  const list = async () => {
    let count = 0;
    for await (const _ of t.app.exports.list()) count += 1;
    return count;
  };
  expect(await list()).toBe(3);
  t.clock.advance(8 * 24 * 3600 * 1000);
  await dropExpiredExports(t.app);
  expect(await list()).toBe(0);
});

test('a hundred thousand posts are read in chunks, and never held together', async () => {
  const { id } = await signUp(t, 'one_who_writes');
  await invitePeople(t.app, 'unrelated');
  await t.app.sql.raw(
    `insert into post (id, author_id, text) select gen_random_uuid(), $1::uuid, 'post ' || n || repeat(' and so on', 20) from generate_series(1, 100000) n`,
    [id],
  );
  let bytes = 0;
  let most = 0;
  globalThis.gc?.();
  const base = process.memoryUsage();
  for await (const chunk of zipOf(t.app, id)) {
    bytes += (chunk as Buffer).length;
    most = Math.max(most, process.memoryUsage().arrayBuffers - base.arrayBuffers);
  }
  expect(bytes).toBeGreaterThan(1_000_000);
  expect(most).toBeLessThan(64 * 1024 * 1024);
}, 60_000);
