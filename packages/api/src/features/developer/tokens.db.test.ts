import { limits, type Scope } from '@rookery/contract';
import { createTestApp, findWord, invitePeople, refusal, signUp, type TestApp, testAppOptions } from '@rookery/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../../kernel/id.ts';
import { transact } from '../../kernel/transaction.ts';
import { setRole } from '../accounts/index.ts';
import { cleanUpTokens } from './developer.jobs.ts';
import { personalTokenHash } from './personal-token.ts';

let t: TestApp;
let serial = 0;
beforeAll(async () => {
  const { settings } = testAppOptions('');
  t = await createTestApp({ settings: { ...settings, limits: { ...limits, personalTokens: 5 } } });
});
afterAll(() => t[Symbol.asyncDispose]());

const day = 24 * 3600 * 1000;
const inFuture = (ms: number): Date => new Date(t.clock.now().getTime() + ms);
const wish = (more: { scopes?: Scope[]; expiresAt?: Date; name?: string } = {}) => ({
  name: 'for a program',
  scopes: ['read'] satisfies Scope[],
  ...more,
});

async function somebody(): Promise<string> {
  serial += 1;
  return Object.values(await invitePeople(t.app, `coder_${serial}`))[0] ?? '';
}

describe('making a token', () => {
  test('tells its secret once, and what it is for ever after', async () => {
    const me = await somebody();
    const expiresAt = inFuture(30 * day);
    const made = await t.as(me).tokens.create({ name: '  Deploy bot ', scopes: ['write:posts', 'read'], expiresAt });
    expect(made).toEqual({
      id: expect.any(String),
      name: 'Deploy bot',
      scopes: ['write:posts', 'read'],
      hint: made.token.slice(-4),
      token: expect.stringMatching(/^rk_[\w-]{56}$/),
      createdAt: expect.any(Date),
      expiresAt,
      lastUsedAt: null,
    });
    const { token: _, ...shown } = made;
    expect(await t.as(me).tokens.list({})).toEqual({ items: [shown], nextCursor: null });
  });

  test('twice makes two, and with a key gives the same one again to who has the key', async () => {
    const me = await somebody();
    const once = t.as(me, { idempotencyKey: newId() });
    const [first, again] = [await once.tokens.create(wish()), await once.tokens.create(wish())];
    expect(again).toEqual(first);
    await expect(once.tokens.create(wish({ name: 'another' }))).rejects.toEqual(refusal('idempotency_mismatch'));
    expect((await t.as(me).tokens.create(wish())).token).not.toBe(first.token);
    expect((await t.as(me).tokens.list({})).items).toHaveLength(2);
  });

  test('leaves nothing in the database by which it could be used', async () => {
    const me = await somebody();
    const { token } = await t.as(me, { idempotencyKey: newId() }).tokens.create(wish());
    expect(await findWord(t.app.sql, token)).toEqual({});
    expect(await findWord(t.app.sql, token.slice(3, -14))).toEqual({});
    const hash = personalTokenHash(token).toString('hex');
    expect(await findWord(t.app.sql, hash)).toEqual({ personal_access_token: 1 });
  });

  test('ends at the limit of live ones, also when all are made at once', async () => {
    const me = await somebody();
    const outcomes = await Promise.allSettled(Array.from({ length: 9 }, () => t.as(me).tokens.create(wish())));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(5);
    for (const outcome of outcomes)
      if (outcome.status === 'rejected') expect(outcome.reason).toEqual(refusal('limit_reached'));
    const [gone] = (await t.as(me).tokens.list({})).items;
    await t.as(me).tokens.revoke({ id: gone?.id ?? '' });
    await t.as(me).tokens.create(wish({ expiresAt: inFuture(day) }));
    await expect(t.as(me).tokens.create(wish())).rejects.toEqual(refusal('limit_reached'));
    t.clock.advance(2 * day);
    expect(await t.as(me).tokens.create(wish())).toBeDefined();
  });

  test.each([
    ['no name', { name: ' ' }],
    ['a name of two lines', { name: 'one\ntwo' }],
    ['a long name', { name: 'é'.repeat(101) }],
    ['no scope', { scopes: [] }],
    ['a scope twice', { scopes: ['read', 'read'] as Scope[] }],
    ['a scope that there is not', { scopes: ['write'] as unknown as Scope[] }],
    ['the scope of sessions', { scopes: ['session'] as unknown as Scope[] }],
    ['an end that is past', { expiresAt: new Date(0) }],
    ['an end beyond ten years', { expiresAt: new Date('2199-01-01') }],
    ['an end that is no date', { expiresAt: new Date(Number.NaN) }],
    ['fields unknown', { token: 'rk_mine' }],
  ])('refuses %s', async (_, wrong: object) => {
    const me = await somebody();
    await expect(t.as(me).tokens.create(wish(wrong))).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  });

  test('takes what just fits', async () => {
    const me = await somebody();
    const expiresAt = inFuture(3652 * day);
    const made = await t.as(me).tokens.create(wish({ name: '👩‍👩‍👧‍👦'.repeat(100), expiresAt }));
    expect(made.expiresAt).toEqual(expiresAt);
    await expect(t.as(me).tokens.create(wish({ expiresAt: t.clock.now() }))).rejects.toMatchObject({
      cause: { issues: [{ path: ['expiresAt'] }] },
    });
  });

  test('with the scope of staff is for staff, who lose it with their role', async () => {
    const { id, session } = await signUp(t, 'soon_a_moderator');
    const asked = wish({ scopes: ['read', 'admin'] });
    const mine = () => t.bearing(session.accessToken);
    await expect((await mine()).tokens.create(asked)).rejects.toEqual(refusal('role_required'));
    await transact({ app: t.app }, (tx) => setRole(tx, id, 'moderator'));
    await t.app.journal.settle();
    const { token } = await (await mine()).tokens.create(asked);
    expect(await t.authenticator.authenticate(token)).toMatchObject({ viewer: { role: 'moderator' } });
    await transact({ app: t.app }, (tx) => setRole(tx, id, 'user'));
    await t.app.journal.settle();
    expect(await t.authenticator.authenticate(token)).toMatchObject({ viewer: { role: 'user' } });
  });
});

describe('tokens', () => {
  test('are for the signed-in, and no token makes, sees or ends one', async () => {
    const me = await somebody();
    const { id, token } = await t
      .as(me)
      .tokens.create(
        wish({ scopes: ['read', 'write:posts', 'write:graph', 'write:chat', 'read:chat', 'notifications', 'media'] }),
      );
    for (const [caller, reason] of [
      [t.as(null), 'token_missing'],
      [await t.bearing(token), 'scope_required'],
    ] as const) {
      await expect(caller.tokens.create(wish())).rejects.toEqual(refusal(reason));
      await expect(caller.tokens.list({})).rejects.toEqual(refusal(reason));
      await expect(caller.tokens.revoke({ id })).rejects.toEqual(refusal(reason));
    }
  });

  test('are listed for their owner alone, the newest first, until they are revoked', async () => {
    const [me, other] = [await somebody(), await somebody()];
    const made: string[] = [];
    for (const name of ['first', 'second', 'third']) made.push((await t.as(me).tokens.create(wish({ name }))).id);
    await t.as(me).tokens.revoke({ id: made[1] ?? '' });
    const page = await t.as(me).tokens.list({ limit: 1 });
    expect(page.items.map(({ name }) => name)).toEqual(['third']);
    const rest = await t.as(me).tokens.list({ cursor: page.nextCursor ?? '' });
    expect(rest).toMatchObject({ items: [{ name: 'first' }], nextCursor: null });
    expect(await t.as(other).tokens.list({})).toEqual({ items: [], nextCursor: null });
    await expect(t.as(me).tokens.list({ cursor: 'bm90IG91cnM' })).rejects.toEqual(refusal('bad_cursor'));
  });
});

describe('revoking a token', () => {
  test('ends it alone, and twice or twice at once is as good as once', async () => {
    const me = await somebody();
    const [gone, stays] = [await t.as(me).tokens.create(wish()), await t.as(me).tokens.create(wish())];
    const revoke = () => t.as(me).tokens.revoke({ id: gone.id });
    expect(await Promise.all([revoke(), revoke()])).toEqual([{ ok: true }, { ok: true }]);
    expect(await revoke()).toEqual({ ok: true });
    await t.app.journal.settle();
    expect(await t.authenticator.authenticate(gone.token)).toEqual({ kind: 'rejected', reason: 'token_invalid' });
    expect(await t.authenticator.authenticate(stays.token)).toMatchObject({ viewer: { id: me, tokenId: stays.id } });
  });

  test('of somebody else is the same as of nobody', async () => {
    const [me, other] = [await somebody(), await somebody()];
    const { id, token } = await t.as(me).tokens.create(wish());
    await expect(t.as(other).tokens.revoke({ id })).rejects.toEqual(refusal('not_found'));
    await expect(t.as(other).tokens.revoke({ id: newId() })).rejects.toEqual(refusal('not_found'));
    await expect(t.as(other).tokens.revoke({ id: 'no id' })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    expect(await t.authenticator.authenticate(token)).toMatchObject({ kind: 'viewer' });
  });
});

test('tokens that ended a month ago are forgotten, and no others', async () => {
  const me = await somebody();
  const revoked = await t.as(me).tokens.create(wish());
  const expiring = await t.as(me).tokens.create(wish({ expiresAt: inFuture(day) }));
  const lasting = await t.as(me).tokens.create(wish());
  await t.as(me).tokens.revoke({ id: revoked.id });
  const kept = async () => {
    await cleanUpTokens.handle(t.app, {}, newId());
    const rows = await t.app.sql.raw('select id from personal_access_token where account_id = $1 order by id', [me]);
    return rows.map((row) => (row as { id: string }).id);
  };
  t.clock.advance(29 * day);
  expect(await kept()).toEqual([revoked.id, expiring.id, lasting.id]);
  t.clock.advance(1.5 * day);
  expect(await kept()).toEqual([expiring.id, lasting.id]);
  t.clock.advance(day);
  expect(await kept()).toEqual([lasting.id]);
});
