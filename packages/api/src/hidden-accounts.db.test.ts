import { createTestApp, liveWholly, type Probe, probeQueries, type TestApp, type WholeLife } from '@rookery/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

let t: TestApp;
let life: WholeLife;
let candidates: Record<string, unknown[]>;
beforeAll(async () => {
  t = await createTestApp();
  life = await liveWholly(t, 'one_who_hides');
  await t.drain();
  const rows = await t.app.sql.raw(
    'select id from post union all select id from profile union all select id from notification union all select id from media union all select id from community union all select id from conversation union all select id from message',
  );
  const ids = rows.map((row) => String((row as { id: unknown }).id));
  candidates = {
    id: ids,
    userId: ids,
    postId: ids,
    conversationId: ids,
    groupId: ids,
    ids: [ids.slice(0, 50)],
    username: [life.username],
    tag: [life.word, 'weather'],
    query: [life.word, 'canary', `from:${life.username}`, `@${life.username}`, life.username, 'has:media'],
  };
}, 120_000);
afterAll(() => t[Symbol.asyncDispose]());

const viewers = ['alice', 'bob', 'carol', 'henry', 'iris', 'judy', 'anonymous'] as const;
const idOf = (viewer: (typeof viewers)[number]) => (viewer === 'anonymous' ? null : life.others[viewer]);

/** Which calls tell a viewer of the one who leaves. NOTE: a mention in what others wrote names him; an answer may repeat the question. */
async function tellers(viewerId: string | null): Promise<string[]> {
  const tells = ({ answer, input }: Probe) =>
    (answer.includes(life.word) && !JSON.stringify(input).includes(life.word)) || answer.includes(`"id":"${life.id}"`);
  const probes = await probeQueries(t.as(viewerId), candidates);
  return [...new Set(probes.filter(tells).map(({ path }) => path))].toSorted();
}

describe('somebody who deletes his account', () => {
  const before = new Map<string, string[]>();

  test('shows to others until he does', async () => {
    for (const viewer of viewers) before.set(viewer, await tellers(idOf(viewer)));
    expect(before.get('alice')?.length).toBeGreaterThan(20);
    expect(before.get('anonymous')).toContain('users.get');
  }, 60_000);

  test('stays when the password is wrong', async () => {
    await expect(t.as(life.id).me.delete({ password: 'not the password' })).rejects.toMatchObject({
      cause: { reason: 'credentials_invalid' },
    });
    expect((await t.as(life.id).me.get()).account.deleteAfter).toBeNull();
    expect(await tellers(idOf('judy'))).toEqual(before.get('judy'));
  });

  test('is signed out everywhere, and told by one letter, however often he says so', async () => {
    const session = await t.bearing(life.session.accessToken);
    const letters = () => t.mailer.sent.filter(({ subject }) => subject === 'Your account will be deleted').length;
    const [one, two] = await Promise.all([1, 2].map(() => t.as(life.id).me.delete({ password: life.password })));
    await t.drain();
    await expect((await t.bearing(life.session.accessToken)).me.get()).rejects.toMatchObject({
      cause: { reason: 'session_revoked' },
    });
    expect(session).toBeDefined();
    t.clock.advance(24 * 3600 * 1000);
    const again = await t.as(life.id).me.delete({ password: life.password });
    expect([two, again]).toEqual([one, one]);
    await t.drain();
    expect(letters()).toBe(1);
    expect(t.mailer.lastTo(life.email).text).toContain('/login');
  });

  test.each(viewers)('is told of to %s by no call', async (viewer) => {
    expect(await tellers(idOf(viewer))).toEqual([]);
  });

  test('sees himself, can sign in and write, which nobody reads', async () => {
    const { account, profile } = await t.as(null).auth.login({ login: life.username, password: life.password });
    expect([account.deleteAfter, profile.displayName]).toEqual([expect.any(Date), life.word]);
    expect(await tellers(life.id)).toEqual(
      expect.arrayContaining(['posts.get', 'users.get', 'users.posts', 'me.get', 'feed.home']),
    );
    const { id } = await t.as(life.id).posts.create({ text: `${life.word} in the dark`, replyToId: life.posts.answer });
    await expect(t.as(life.others.alice).posts.get({ id })).rejects.toMatchObject({ cause: { reason: 'not_found' } });
    expect(JSON.stringify(await t.as(life.others.alice).notifications.list({}))).not.toContain(life.word);
    await t.as(life.id).posts.delete({ id });
  });

  test('cannot be followed, blocked or mentioned', async () => {
    const as = t.as(life.others.judy);
    for (const act of [as.graph.follow, as.graph.block, as.graph.mute, as.friends.request])
      await expect(act({ userId: life.id })).rejects.toMatchObject({ cause: { reason: 'not_found' } });
    expect((await as.posts.create({ text: `Where is @${life.username}` })).facets).toEqual([]);
  });

  test('shows again as before when he cancels it, which may be said twice', async () => {
    for (const _ of [1, 2]) expect((await t.as(life.id).me.cancelDelete()).deleteAfter).toBeNull();
    await t.drain();
    for (const viewer of viewers) expect([viewer, await tellers(idOf(viewer))]).toEqual([viewer, before.get(viewer)]);
    t.clock.advance(15 * 24 * 3600 * 1000);
    const { eraseDueAccounts } = await import('./features/me/erase-accounts.handler.ts');
    await eraseDueAccounts(t.app);
    expect((await t.as(life.id).me.get()).account.deleteAfter).toBeNull();
    expect((await t.as(null).users.get({ id: life.id })).displayName).toBe(life.word);
  }, 60_000);
});
