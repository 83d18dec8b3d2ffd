import type { DraftContent } from '@rookery/contract';
import { createTestApp, invitePeople, refusal, type TestApp, testPng } from '@rookery/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../../../kernel/id.ts';

let t: TestApp;
let people: Record<'ann' | 'ben' | 'cid', string>;
beforeAll(async () => {
  t = await createTestApp();
  people = await invitePeople(t.app, 'ann', 'ben', 'cid');
});
afterAll(() => t[Symbol.asyncDispose]());

const as = (name: keyof typeof people) => t.as(people[name]);
const draftIds = async (name: keyof typeof people) => (await as(name).posts.drafts.list({})).items.map(({ id }) => id);
const picture = async (name: keyof typeof people) =>
  (await as(name).media.upload({ file: new File([testPng()], 'photo.png') })).id;
const shownBy = async (holderId: string) =>
  (await t.app.sql.raw('select media_id from media_use where holder_id = $1 order by position', [
    holderId,
  ])) as object[];

describe('a draft', () => {
  test('may be empty, or hold anything that a post may', async () => {
    const empty = await as('ann').posts.drafts.create({});
    expect(empty).toMatchObject({ content: { text: '', visibility: 'public' } });
    const content = {
      text: 'Half a thought @ben',
      visibility: 'friends',
      contentWarning: 'thoughts',
      replyToId: newId(),
      quoteOfId: newId(),
      poll: { options: ['a', 'b'], multiple: true, expiresIn: 300 },
    } satisfies DraftContent;
    const full = await as('ann').posts.drafts.create(content);
    expect(full.content).toEqual(content);
    expect((await as('ann').posts.drafts.list({})).items.slice(0, 2)).toEqual([full, empty]);
    expect((await as('ann').posts.scheduled.list({})).items).toEqual([]);
    expect((await as('ben').notifications.list({})).items).toEqual([]);
  });

  test.each<[string, object]>([
    ['a text that is too long', { text: 'x'.repeat(501) }],
    ['an unknown field', { scheduledAt: new Date() }],
    ['media that do not exist', { mediaIds: [newId()] }],
  ])('refuses %s', async (_, content) => {
    const before = await draftIds('ann');
    await expect(as('ann').posts.drafts.create(content)).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    const { id } = await as('ann').posts.drafts.create({});
    await expect(as('ann').posts.drafts.update({ id, content })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    expect(await draftIds('ann')).toEqual([id, ...before]);
  });

  test('names the media that it refuses as the input does', async () => {
    const { id } = await as('ann').posts.drafts.create({});
    await expect(as('ann').posts.drafts.update({ id, content: { mediaIds: [newId()] } })).rejects.toMatchObject({
      cause: { issues: [{ path: ['content', 'mediaIds', 0] }] },
    });
  });

  test('is replaced as a whole, and holds its media so that they are no orphans', async () => {
    const [one, other] = [await picture('ann'), await picture('ann')];
    const { id, updatedAt } = await as('ann').posts.drafts.create({ text: 'With pictures', mediaIds: [one, other] });
    expect(await shownBy(id)).toEqual([{ media_id: one }, { media_id: other }]);
    t.clock.advance(1000);
    const changed = await as('ann').posts.drafts.update({ id, content: { mediaIds: [other] } });
    expect(changed.content).toEqual({ text: '', visibility: 'public', mediaIds: [other] });
    expect(changed.updatedAt.getTime()).toBeGreaterThan(updatedAt.getTime());
    expect(await shownBy(id)).toEqual([{ media_id: other }]);
    await as('ann').posts.drafts.delete({ id });
    expect(await shownBy(id)).toEqual([]);
    const foreign = await picture('ben');
    await expect(as('ann').posts.drafts.create({ mediaIds: [foreign] })).rejects.toEqual(refusal('validation_failed'));
  });

  test('is its author’s alone', async () => {
    const { id } = await as('ann').posts.drafts.create({ text: 'Secret' });
    expect(await draftIds('ben')).not.toContain(id);
    for (const call of [
      () => as('ben').posts.drafts.update({ id, content: { text: 'Mine' } }),
      () => as('ben').posts.drafts.delete({ id }),
      () => as('ben').posts.drafts.publish({ id }),
      () => as('ann').posts.scheduled.delete({ id }),
      () => as('ann').posts.scheduled.update({ id }),
      () => as('ann').posts.get({ id }),
    ])
      await expect(call()).rejects.toEqual(refusal('not_found'));
    await expect(t.as(null).posts.drafts.list({})).rejects.toEqual(refusal('token_missing'));
    expect(await draftIds('ann')).toContain(id);
    await as('ann').posts.drafts.delete({ id });
    await expect(as('ann').posts.drafts.delete({ id })).rejects.toEqual(refusal('not_found'));
  });

  test('is one of at most 100, also in a race', async () => {
    const { dan } = await invitePeople(t.app, 'dan');
    const fill = `insert into post_draft (id, author_id, content)
      select gen_random_uuid(), $1, '{"text": "", "visibility": "public"}' from generate_series(1, 97)`;
    await t.app.sql.raw(fill, [dan]);
    const outcomes = await Promise.allSettled(
      Array.from({ length: 10 }, (_, n) => t.as(dan).posts.drafts.create({ text: `draft ${n}` })),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
    for (const outcome of outcomes)
      if (outcome.status === 'rejected') expect(outcome.reason).toEqual(refusal('limit_reached'));
    const scheduledAt = new Date(t.clock.now().getTime() + 60_000);
    await t.as(dan).posts.create({ text: 'Scheduled posts are counted apart', scheduledAt });
  });

  test('is kept once by one key', async () => {
    const keyed = t.as(people.cid, { idempotencyKey: 'one draft' });
    const drafts = await Promise.all(Array.from({ length: 5 }, () => keyed.posts.drafts.create({ text: 'once' })));
    expect(await draftIds('cid')).toEqual([drafts[0]?.id]);
    expect(new Set(drafts.map(({ id }) => id)).size).toBe(1);
  });
});

describe('publishing a draft', () => {
  test('makes a post of it, with its media, and takes the draft away', async () => {
    const media = await picture('ann');
    const { id } = await as('ann').posts.drafts.create({ text: 'Ready, @ben', mediaIds: [media] });
    const post = await as('ann').posts.drafts.publish({ id });
    expect(post).toMatchObject({ text: 'Ready, @ben', media: [{ id: media }], facets: [{ kind: 'mention' }] });
    expect(post.id).not.toBe(id);
    expect(await t.as(null).posts.get({ id: post.id })).toMatchObject({ text: 'Ready, @ben' });
    expect(await shownBy(id)).toEqual([]);
    expect(await draftIds('ann')).not.toContain(id);
    await expect(as('ann').posts.drafts.publish({ id })).rejects.toEqual(refusal('not_found'));
  });

  test('happens once in a race, and gives the first answer again by its key', async () => {
    const { id } = await as('ann').posts.drafts.create({ text: 'Raced' });
    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => as('ann').posts.drafts.publish({ id })));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const { id: next } = await as('ann').posts.drafts.create({ text: 'Keyed' });
    const keyed = t.as(people.ann, { idempotencyKey: 'publish' });
    const first = await keyed.posts.drafts.publish({ id: next });
    expect((await keyed.posts.drafts.publish({ id: next })).id).toBe(first.id);
    const { items } = await t.as(null).users.posts({ id: people.ann });
    expect(items.filter(({ text }) => ['Raced', 'Keyed'].includes(text))).toHaveLength(2);
  });

  test('is refused as posts.create would, and leaves the draft', async () => {
    const empty = await as('ann').posts.drafts.create({ contentWarning: 'nothing' });
    await expect(as('ann').posts.drafts.publish({ id: empty.id })).rejects.toMatchObject({
      cause: { reason: 'validation_failed', issues: [{ path: ['text'] }] },
    });
    const answer = await as('ann').posts.drafts.create({ text: 'To nothing', replyToId: newId() });
    await expect(as('ann').posts.drafts.publish({ id: answer.id })).rejects.toEqual(refusal('not_found'));
    expect(await draftIds('ann')).toEqual(expect.arrayContaining([empty.id, answer.id]));
  });
});

test('pages walk each draft once while new ones arrive and old ones are published', async () => {
  const { eva } = await invitePeople(t.app, 'eva');
  const ids: string[] = [];
  for (let n = 0; n < 13; n += 1) ids.push((await t.as(eva).posts.drafts.create({ text: `draft ${n}` })).id);
  const seen: string[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page: { items: { id: string }[]; nextCursor: string | null } = await t
      .as(eva)
      .posts.drafts.list({ limit: 4, ...(cursor ? { cursor } : {}) });
    seen.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor;
    await t.as(eva).posts.drafts.create({ text: 'meanwhile' });
    await t.as(eva).posts.drafts.publish({ id: page.items[0]?.id ?? '' });
  }
  expect(seen).toEqual(ids.toReversed());
  await expect(t.as(eva).posts.drafts.list({ cursor: 'x' })).rejects.toEqual(refusal('bad_cursor'));
});
