import { createTestApp, invitePeople, refusal, type TestApp, testPng } from '@rookery/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../../../kernel/id.ts';
import { publishOverdue, publishScheduled } from './publish-scheduled.ts';

let t: TestApp;
let people: Record<'ann' | 'ben' | 'cid', string>;
beforeAll(async () => {
  t = await createTestApp();
  people = await invitePeople(t.app, 'ann', 'ben', 'cid');
});
afterAll(() => t[Symbol.asyncDispose]());

const hour = 3_600_000;
const as = (name: keyof typeof people) => t.as(people[name]);
const inMs = (ms: number) => new Date(t.clock.now().getTime() + ms);
const schedule = (input: object, ms = hour) => as('ann').posts.create({ ...input, scheduledAt: inMs(ms) });
const scheduledOf = async (name: keyof typeof people) => (await as(name).posts.scheduled.list({ limit: 100 })).items;
const findScheduled = async (id: string) => (await scheduledOf('ann')).find((one) => one.id === id);
const published = async (text: string) =>
  (await as('ann').users.posts({ id: people.ann, with: 'replies', limit: 100 })).items.filter(
    (post) => post.text === text,
  );
const jobsOf = async (id: string) =>
  (await t.app.sql.raw(
    `select (extract(epoch from start_after) * 1000)::float8 as start_ms from pgboss.job
     where name = 'posts.publish-scheduled' and data ->> 'draftId' = $1 order by start_after`,
    [id],
  )) as { start_ms: number }[];

describe('scheduling', () => {
  test('answers with a preview, and nobody sees the post before its time', async () => {
    const parent = await as('ben').posts.create({ text: 'A question' });
    const quoted = await as('ben').posts.create({ text: 'A saying' });
    const scheduledAt = inMs(hour);
    const poll = { options: ['a', 'b'], expiresIn: 300 };
    const input = { text: 'Later, @ben #soon', replyToId: parent.id, quoteOfId: quoted.id, poll, scheduledAt };
    const preview = await as('ann').posts.create(input);
    expect(preview).toMatchObject({
      text: 'Later, @ben #soon',
      facets: [
        { kind: 'mention', userId: people.ben },
        { kind: 'hashtag', tag: 'soon' },
      ],
      scheduledAt,
      replyToId: parent.id,
      rootId: parent.id,
      quoteOf: { id: quoted.id, text: 'A saying' },
      poll: { voterCount: 0, closesAt: new Date(scheduledAt.getTime() + 300_000), closed: false },
      viewer: { liked: false, canEdit: false, canDelete: false },
    });
    for (const name of ['ann', 'ben'] as const)
      await expect(as(name).posts.get({ id: preview.id })).rejects.toEqual(refusal('not_found'));
    expect(await as('ben').posts.get({ id: parent.id })).toMatchObject({ replyCount: 0 });
    expect(await as('ben').posts.get({ id: quoted.id })).toMatchObject({ quoteCount: 0 });
    expect((await as('ben').notifications.list({})).items).toEqual([]);
    expect(await findScheduled(preview.id)).toMatchObject({ preview, scheduledAt, failure: null });
    expect((await as('ann').posts.drafts.list({})).items).toEqual([]);
    expect(await scheduledOf('ben')).toEqual([]);
    expect(await jobsOf(preview.id)).toEqual([{ start_ms: scheduledAt.getTime() }]);
  });

  test.each([
    ['a time that has passed', -1000],
    ['this very moment', 0],
    ['a time more than a year away', 367 * 24 * hour],
  ])('refuses %s', async (_, ms) => {
    await expect(schedule({ text: 'Never' }, ms)).rejects.toMatchObject({
      cause: { reason: 'validation_failed', issues: [{ path: ['scheduledAt'] }] },
    });
  });

  test('refuses what could not be published now', async () => {
    const hidden = await as('ben').posts.create({ text: 'For followers', visibility: 'followers' });
    const before = (await scheduledOf('ann')).length;
    await expect(schedule({})).rejects.toEqual(expect.objectContaining({ code: 'BAD_REQUEST' }));
    await expect(schedule({ text: 'x', replyToId: newId() })).rejects.toEqual(refusal('not_found'));
    await expect(schedule({ text: 'x', replyToId: hidden.id })).rejects.toEqual(refusal('not_found'));
    await expect(schedule({ text: 'x', quoteOfId: hidden.id })).rejects.toEqual(refusal('not_found'));
    await expect(schedule({ text: 'x', mediaIds: [newId()] })).rejects.toEqual(refusal('validation_failed'));
    expect(await scheduledOf('ann')).toHaveLength(before);
  });

  test('happens once by one key', async () => {
    const keyed = t.as(people.cid, { idempotencyKey: 'later' });
    const input = { text: 'Once', scheduledAt: inMs(hour) };
    const previews = await Promise.all(Array.from({ length: 5 }, () => keyed.posts.create(input)));
    expect(new Set(previews.map(({ id }) => id)).size).toBe(1);
    expect(await scheduledOf('cid')).toHaveLength(1);
    expect(await keyed.posts.create(input)).toEqual(previews[0]);
  });

  test('has a limit of its own, also in a race', async () => {
    const { dan } = await invitePeople(t.app, 'dan');
    const fill = `insert into post_draft (id, author_id, content, scheduled_at)
      select gen_random_uuid(), $1, '{"text": "x", "visibility": "public"}', now() + interval '2 days' from generate_series(1, 98)`;
    await t.app.sql.raw(fill, [dan]);
    const outcomes = await Promise.allSettled(
      Array.from({ length: 8 }, () => t.as(dan).posts.create({ text: 'x', scheduledAt: inMs(48 * hour) })),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
  });
});

describe('when the time comes', () => {
  test('the post is published once, however many jobs run at once or again', async () => {
    const { id } = await schedule({ text: 'Exactly once' });
    await publishScheduled(t.app, id);
    await publishOverdue(t.app);
    expect(await published('Exactly once')).toEqual([]);
    t.clock.advance(hour);
    await Promise.all([
      ...Array.from({ length: 8 }, () => publishScheduled(t.app, id)),
      ...Array.from({ length: 4 }, () => publishOverdue(t.app)),
    ]);
    await publishScheduled(t.app, id);
    await publishOverdue(t.app);
    const [post, ...more] = await published('Exactly once');
    expect(more).toEqual([]);
    expect(post).toMatchObject({ scheduledAt: null, viewer: { canEdit: true } });
    expect(post?.id).not.toBe(id);
    expect(await as('ann').posts.get({ id })).toEqual(post);
    expect(await findScheduled(id)).toBeUndefined();
    await expect(as('ann').posts.scheduled.delete({ id })).rejects.toEqual(refusal('not_found'));
  });

  test('the post is sorted by when it was published', async () => {
    const { id } = await schedule({ text: 'Newest' });
    const between = await as('ann').posts.create({ text: 'Meanwhile' });
    t.clock.advance(hour);
    await publishScheduled(t.app, id);
    const [post] = (await as('ann').users.posts({ id: people.ann })).items;
    expect(post).toMatchObject({ text: 'Newest' });
    expect((post?.id ?? '') > between.id).toBe(true);
    expect(post?.createdAt.getTime()).toBeGreaterThan(between.createdAt.getTime() + hour - 1);
  });

  test('the id from before leads to the post for those who may see it, as long as it is there', async () => {
    const { id } = await schedule({ text: 'For friends', visibility: 'friends' });
    t.clock.advance(hour);
    await publishScheduled(t.app, id);
    const post = await as('ann').posts.get({ id });
    expect(post).toMatchObject({ text: 'For friends', scheduledAt: null });
    await expect(as('ben').posts.get({ id })).rejects.toEqual(refusal('not_found'));
    await as('ann').posts.delete({ id: post.id });
    await expect(as('ann').posts.get({ id })).rejects.toEqual(refusal('not_found'));
  });

  test('a job takes it by itself, and those who are mentioned are told then', async () => {
    const { id } = await schedule({ text: 'Hello @cid' });
    await t.drain();
    expect((await as('cid').notifications.list({})).items).toEqual([]);
    await t.app.sql.raw(`update pgboss.job set start_after = now() where data ->> 'draftId' = $1`, [id]);
    t.clock.advance(hour);
    await t.drain();
    expect(await published('Hello @cid')).toHaveLength(1);
    expect((await as('cid').notifications.list({})).items).toMatchObject([{ type: 'mention' }]);
  });

  test('a run that dies before its commit leaves the post to the next', async () => {
    const { id } = await schedule({ text: 'After the crash' });
    t.clock.advance(hour);
    const dying = Object.create(t.app.database, {
      begin: {
        value: async () => {
          const open = await t.app.database.begin();
          const commit = async () => Promise.reject(new Error('killed'));
          return Object.create(open, {
            sql: { value: open.sql },
            commit: { value: commit },
            rollback: { value: () => open.rollback() },
          });
        },
      },
    });
    await expect(publishScheduled({ ...t.app, database: dying }, id)).rejects.toThrow('killed');
    expect(await published('After the crash')).toEqual([]);
    expect(await findScheduled(id)).toMatchObject({ failure: null });
    await publishOverdue(t.app);
    expect(await published('After the crash')).toHaveLength(1);
  });

  test('the media go over to the post', async () => {
    const { id: media } = await as('ann').media.upload({ file: new File([testPng()], 'photo.png') });
    const preview = await schedule({ text: 'A picture', mediaIds: [media] });
    expect(preview.media).toMatchObject([{ id: media, status: 'ready' }]);
    t.clock.advance(hour);
    await publishScheduled(t.app, preview.id);
    const [post] = await published('A picture');
    expect(post?.media).toMatchObject([{ id: media }]);
    const holders = await t.app.sql.raw('select holder_id from media_use where media_id = $1', [media]);
    expect(holders).toEqual([{ holder_id: post?.id }]);
  });
});

describe('what cannot be published', () => {
  test('stays with the reason, is not tried again until it is changed, and is then', async () => {
    const parent = await as('ben').posts.create({ text: 'Soon gone' });
    const { id } = await schedule({ text: 'To nobody', replyToId: parent.id });
    await as('ben').posts.delete({ id: parent.id });
    t.clock.advance(hour);
    await publishScheduled(t.app, id);
    const failed = await findScheduled(id);
    expect(failed).toMatchObject({ failure: 'not_found', preview: null });
    await publishScheduled(t.app, id);
    await publishOverdue(t.app);
    expect(await findScheduled(id)).toEqual(failed);
    const mended = await as('ann').posts.scheduled.update({ id, content: { text: 'To everybody' } });
    expect(mended).toMatchObject({ failure: null, preview: { text: 'To everybody' } });
    await publishOverdue(t.app);
    expect(await published('To everybody')).toHaveLength(1);
    expect(await published('To nobody')).toEqual([]);
  });

  test('is what a suspended author wrote', async () => {
    const { eva } = await invitePeople(t.app, 'eva');
    const { id } = await t.as(eva).posts.create({ text: 'Silenced', scheduledAt: inMs(hour) });
    await t.app.sql.raw('update account set suspended_at = now() where id = $1', [eva]);
    t.clock.advance(hour);
    await publishScheduled(t.app, id);
    expect((await t.as(null).users.posts({ id: eva })).items).toEqual([]);
    expect((await t.as(eva).posts.scheduled.list({})).items).toMatchObject([{ id, failure: 'account_suspended' }]);
  });

  test('is what has lost its media', async () => {
    const { id: media } = await as('ann').media.upload({ file: new File([testPng()], 'photo.png') });
    const { id } = await schedule({ text: 'Picture gone', mediaIds: [media] });
    await as('ann').media.delete({ id: media });
    expect(await findScheduled(id)).toMatchObject({ preview: null, failure: null });
    t.clock.advance(hour);
    await publishScheduled(t.app, id);
    expect(await findScheduled(id)).toMatchObject({ failure: 'validation_failed' });
    expect(await published('Picture gone')).toEqual([]);
  });

  test('is told of the row that failed, not of the one that it was changed to meanwhile', async () => {
    const { id } = await schedule({ text: 'Suspended for a moment' });
    t.clock.advance(hour);
    await t.app.sql.raw('update account set suspended_at = now() where id = $1', [people.ann]);
    await Promise.all([publishScheduled(t.app, id), as('ann').posts.scheduled.update({ id, scheduledAt: inMs(hour) })]);
    await t.app.sql.raw('update account set suspended_at = null where id = $1', [people.ann]);
    expect(await findScheduled(id)).toMatchObject({ failure: null });
  });
});

describe('changing', () => {
  test('the time moves the publishing, earlier or later', async () => {
    const { id } = await schedule({ text: 'Moved' });
    await as('ann').posts.scheduled.update({ id, scheduledAt: inMs(3 * hour) });
    t.clock.advance(hour);
    await publishScheduled(t.app, id);
    expect(await published('Moved')).toEqual([]);
    const sooner = inMs(60_000);
    const changed = await as('ann').posts.scheduled.update({ id, scheduledAt: sooner });
    expect(changed).toMatchObject({
      scheduledAt: sooner,
      content: { text: 'Moved' },
      preview: { scheduledAt: sooner },
    });
    expect((await jobsOf(id)).map(({ start_ms }) => start_ms)).toContain(sooner.getTime());
    t.clock.advance(60_000);
    await publishScheduled(t.app, id);
    expect(await published('Moved')).toHaveLength(1);
  });

  test('refuses times and contents that posts.create would refuse', async () => {
    const { id } = await schedule({ text: 'Unchanged' });
    const update = (input: object) => as('ann').posts.scheduled.update({ id, ...input });
    await expect(update({ scheduledAt: inMs(-1) })).rejects.toMatchObject({
      cause: { issues: [{ path: ['scheduledAt'] }] },
    });
    await expect(update({ content: {} })).rejects.toMatchObject({ cause: { issues: [{ path: ['content', 'text'] }] } });
    await expect(update({ content: { text: 'x', replyToId: newId() } })).rejects.toEqual(refusal('not_found'));
    await expect(update({ content: { text: 'x', mediaIds: [newId()] } })).rejects.toMatchObject({
      cause: { issues: [{ path: ['content', 'mediaIds', 0] }] },
    });
    expect(await findScheduled(id)).toMatchObject({ content: { text: 'Unchanged' } });
  });

  test('is for the author alone', async () => {
    const { id } = await schedule({ text: 'Mine' });
    for (const call of [
      () => as('ben').posts.scheduled.update({ id, content: { text: 'Yours' } }),
      () => as('ben').posts.scheduled.delete({ id }),
      () => as('ann').posts.drafts.publish({ id }),
      () => as('ann').posts.drafts.update({ id, content: {} }),
      () => as('ann').posts.drafts.delete({ id }),
    ])
      await expect(call()).rejects.toEqual(refusal('not_found'));
    await expect(t.as(null).posts.scheduled.list({})).rejects.toEqual(refusal('token_missing'));
    await as('ann').posts.scheduled.delete({ id });
    t.clock.advance(hour);
    await publishScheduled(t.app, id);
    expect(await published('Mine')).toEqual([]);
  });

  test('and deleting race with publishing: published, changed or gone, never two of them', async () => {
    for (let round = 0; round < 8; round += 1) {
      const text = `Raced ${round}`;
      const { id } = await schedule({ text });
      t.clock.advance(hour);
      const change = () =>
        round % 2
          ? as('ann').posts.scheduled.delete({ id })
          : as('ann').posts.scheduled.update({ id, scheduledAt: inMs(hour) });
      const [changed] = await Promise.allSettled([change(), publishScheduled(t.app, id), publishScheduled(t.app, id)]);
      const posts = await published(text);
      expect(posts).toHaveLength(changed.status === 'fulfilled' ? 0 : 1);
      expect((await findScheduled(id)) !== undefined).toBe(changed.status === 'fulfilled' && round % 2 === 0);
    }
  });
});

test('pages walk each scheduled post once while new ones arrive and times move', async () => {
  const { finn } = await invitePeople(t.app, 'finn');
  const ids: string[] = [];
  const add = (text: string) => t.as(finn).posts.create({ text, scheduledAt: inMs(hour) });
  for (let n = 0; n < 11; n += 1) ids.push((await add(`post ${n}`)).id);
  const seen: string[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page: { items: { id: string }[]; nextCursor: string | null } = await t
      .as(finn)
      .posts.scheduled.list({ limit: 4, ...(cursor ? { cursor } : {}) });
    seen.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor;
    await add('meanwhile');
    for (const id of ids) await t.as(finn).posts.scheduled.update({ id, scheduledAt: inMs(2 * hour) });
  }
  expect(seen).toEqual(ids.toReversed());
});
