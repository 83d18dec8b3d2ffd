import { createTestApp, refusal, signUp, type TestApp } from '@rookery/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../../kernel/id.ts';

let t: TestApp;
let serial = 0;
beforeAll(async () => {
  t = await createTestApp();
});
afterAll(() => t[Symbol.asyncDispose]());

/** Somebody who is signed in on as many devices as asked for; the first is that of the registration. */
async function withDevices(count: number) {
  serial += 1;
  const owner = await signUp(t, `owner_${serial}`, { userAgent: 'device 0' });
  const sessions = [owner.session];
  for (let n = 1; n < count; n += 1) {
    sessions.push(
      await t.as(null, { userAgent: `device ${n}` }).auth.login({ login: owner.username, password: owner.password }),
    );
  }
  return {
    owner,
    tokens: sessions.map(({ accessToken }) => accessToken),
    refreshTokens: sessions.map(({ refreshToken }) => refreshToken),
  };
}

const idsOf = async (token: string) => (await (await t.bearing(token)).auth.sessions({})).items.map(({ id }) => id);

async function standing(tokens: string[]): Promise<string[]> {
  await t.app.journal.settle();
  const identities = await Promise.all(tokens.map((token) => t.authenticator.authenticate(token)));
  return identities.map((identity) => (identity.kind === 'rejected' ? identity.reason : identity.kind));
}

describe('the list of sessions', () => {
  test('shows the newest first and which one is in use', async () => {
    const { tokens } = await withDevices(3);
    const { items, nextCursor } = await (await t.bearing(tokens[1] ?? '')).auth.sessions({});
    expect(items.map(({ userAgent, current }) => [userAgent, current])).toEqual([
      ['device 2', false],
      ['device 1', true],
      ['device 0', false],
    ]);
    expect(items[0]).toMatchObject({
      ip: '127.0.0.1',
      createdAt: expect.any(Date),
      lastUsedAt: expect.any(Date),
      expiresAt: expect.any(Date),
    });
    expect(nextCursor).toBeNull();
  });

  test('is walked without repeat or skip while new sessions begin and others end', async () => {
    const { owner, tokens } = await withDevices(7);
    const caller = await t.bearing(tokens[0] ?? '');
    const before = await idsOf(tokens[0] ?? '');
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await caller.auth.sessions(cursor === undefined ? { limit: 2 } : { limit: 2, cursor });
      seen.push(...page.items.map(({ id }) => id));
      await t.as(null).auth.login({ login: owner.username, password: owner.password });
      if (seen.length === 4) await caller.auth.revokeSession({ id: before[0] ?? '' });
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(seen).toEqual(before);
  });

  test('is for its owner alone, holds no ended session, and refuses a foreign cursor', async () => {
    const { tokens } = await withDevices(2);
    const other = await withDevices(1);
    const [, first] = await idsOf(tokens[0] ?? '');
    await (await t.bearing(tokens[0] ?? '')).auth.revokeSession({ id: first ?? '' });
    expect(await t.as(other.owner.id).auth.sessions({})).toMatchObject({ items: [{ userAgent: 'device 0' }] });
    await expect(t.as(null).auth.sessions({})).rejects.toEqual(refusal('token_missing'));
    await expect(t.as(other.owner.id).auth.sessions({ cursor: 'bm90IG91cnM' })).rejects.toEqual(refusal('bad_cursor'));
    expect(await t.as(other.owner.id).auth.sessions({ limit: 100 })).toMatchObject({ nextCursor: null });
    t.clock.advance(91 * 24 * 3600 * 1000);
    expect(await t.as(other.owner.id).auth.sessions({})).toEqual({ items: [], nextCursor: null });
  });
});

describe('revoking a session', () => {
  test('signs out that device and no other, at once', async () => {
    const { tokens, refreshTokens } = await withDevices(3);
    expect(await standing(tokens)).toEqual(['viewer', 'viewer', 'viewer']);
    const [, middle = ''] = await idsOf(tokens[0] ?? '');
    const caller = await t.bearing(tokens[0] ?? '');
    expect(await caller.auth.revokeSession({ id: middle })).toEqual({ ok: true });
    expect(await standing(tokens)).toEqual(['viewer', 'session_revoked', 'viewer']);
    await expect(t.as(null).auth.refresh({ refreshToken: refreshTokens[1] ?? '' })).rejects.toEqual(
      refusal('session_revoked'),
    );
  });

  test('twice, and twice at once, is as good as once', async () => {
    const { tokens } = await withDevices(2);
    const [id = ''] = await idsOf(tokens[0] ?? '');
    const caller = await t.bearing(tokens[0] ?? '');
    await Promise.all([caller.auth.revokeSession({ id }), caller.auth.revokeSession({ id })]);
    expect(await caller.auth.revokeSession({ id })).toEqual({ ok: true });
  });

  test('of somebody else is the same as of nobody', async () => {
    const { tokens } = await withDevices(1);
    const other = await withDevices(1);
    const [id = ''] = await idsOf(tokens[0] ?? '');
    await expect(t.as(other.owner.id).auth.revokeSession({ id })).rejects.toEqual(refusal('not_found'));
    await expect(t.as(other.owner.id).auth.revokeSession({ id: newId() })).rejects.toEqual(refusal('not_found'));
    await expect(t.as(other.owner.id).auth.revokeSession({ id: 'no id' })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
    });
    await expect(t.as(null).auth.revokeSession({ id })).rejects.toEqual(refusal('token_missing'));
    expect(await standing(tokens)).toEqual(['viewer']);
  });
});

describe('signing out', () => {
  test('ends this session alone', async () => {
    const { tokens, refreshTokens } = await withDevices(2);
    expect(await (await t.bearing(tokens[0] ?? '')).auth.logout()).toEqual({ ok: true });
    expect(await standing(tokens)).toEqual(['session_revoked', 'viewer']);
    await expect(t.as(null).auth.refresh({ refreshToken: refreshTokens[0] ?? '' })).rejects.toEqual(
      refusal('session_revoked'),
    );
    await expect((await t.bearing(tokens[0] ?? '')).auth.logout()).rejects.toEqual(refusal('session_revoked'));
  });

  test('everywhere ends them all', async () => {
    const { owner, tokens } = await withDevices(3);
    const stranger = await withDevices(1);
    expect(await (await t.bearing(tokens[1] ?? '')).auth.logoutAll()).toEqual({ ok: true });
    expect(await standing([...tokens, ...stranger.tokens])).toEqual([
      'session_revoked',
      'session_revoked',
      'session_revoked',
      'viewer',
    ]);
    await expect(t.as(null).auth.login({ login: owner.username, password: owner.password })).resolves.toBeDefined();
  });

  test('takes no input', async () => {
    const { owner } = await withDevices(1);
    await expect(t.as(owner.id).auth.logout({ all: true } as never)).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    await expect(t.as(null).auth.logoutAll()).rejects.toEqual(refusal('token_missing'));
  });
});
