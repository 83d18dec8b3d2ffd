import type { PresenceChanged, PresenceView } from '@rookery/contract';
import {
  type Caller,
  createTestApp,
  createTestDatabase,
  invitePeople,
  refusal,
  type TestApp,
  type TestDatabase,
} from '@rookery/testkit';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { EVENT_SINK, type EventFlow, isEventSource } from '../../kernel/event-sink.ts';
import { newId } from '../../kernel/id.ts';

const soon = { timeout: 10_000, interval: 20 };

/** Two processes on one database. */
let near: TestApp;
let far: TestApp;
let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  const given = { url: database.url, [Symbol.asyncDispose]: async () => undefined };
  near = await createTestApp({ renewMs: 1000 }, given);
  far = await createTestApp({ renewMs: 1000 }, given);
  await vi.waitFor(() => expect([near.app.processes.alone, far.app.processes.alone]).toEqual([false, false]), soon);
});
afterAll(async () => {
  await near[Symbol.asyncDispose]();
  await far[Symbol.asyncDispose]();
  await database[Symbol.asyncDispose]();
});

let serial = 0;

/** Somebody, one who follows him, and one who does neither. */
async function cast() {
  serial += 1;
  const names = ['star', 'fan', 'other'].map((name) => `${name}_${serial}`);
  const [star = '', fan = '', other = ''] = Object.values(await invitePeople(near.app, ...names));
  await near.as(fan).graph.follow({ userId: star });
  return { star, fan, other };
}

const ignoring = { push: () => true, fail: () => undefined, done: () => undefined, backlog: 0 };

async function open(
  as: Caller,
  topic?: 'typing' | 'presence',
  push: (event: { data: unknown }) => boolean = () => true,
): Promise<EventFlow> {
  const source = topic ? await as.events.ephemeral({ topics: [topic] }) : await as.events.stream({});
  if (!isEventSource(source)) throw new Error('no event source');
  return source[EVENT_SINK]({ ...ignoring, push });
}

/** What somebody is told of the presence of others. */
async function watch(as: Caller): Promise<{ heard: PresenceView[]; flow: EventFlow }> {
  const heard: PresenceView[] = [];
  const flow = await open(as, 'presence', ({ data }) => heard.push((data as PresenceChanged).data) > 0);
  return { heard, flow };
}

const presenceOf = async (viewer: string, ...ids: string[]) => (await near.as(viewer).users.presence({ ids })).items;
const isOnline = async (viewer: string, id: string) => (await presenceOf(viewer, id))[0]?.online;
const nothing = (userId: string) => ({ userId, online: false, lastSeenAt: null });
const online = (userId: string) => ({ userId, online: true, lastSeenAt: null });
const offline = (userId: string) => ({ userId, online: false, lastSeenAt: expect.any(Date) });
const rowsOf = (id: string) => near.app.sql.raw('select process_id from presence where profile_id = $1', [id]);

test('who opens a stream comes online for those who know him, and goes with the last one', async () => {
  const { star, fan, other } = await cast();
  const [close, strange] = [await watch(far.as(fan)), await watch(near.as(other))];
  expect(await presenceOf(fan, star)).toEqual([nothing(star)]);
  const tabs = [await open(near.as(star)), await open(near.as(star)), await open(near.as(star), 'typing')];
  await expect.poll(() => close.heard, soon).toEqual([online(star)]);
  expect(await presenceOf(other, star)).toEqual([online(star)]);
  for (const tab of tabs.slice(1)) tab.stop();
  const phone = await open(far.as(star));
  await expect.poll(() => rowsOf(star), soon).toHaveLength(2);
  tabs[0]?.stop();
  tabs[0]?.stop();
  await expect.poll(() => rowsOf(star), soon).toHaveLength(1);
  expect(await isOnline(fan, star)).toBe(true);
  const before = Date.now();
  phone.stop();
  await expect.poll(() => close.heard, soon).toEqual([online(star), offline(star)]);
  const [seen] = await presenceOf(fan, star);
  expect(seen).toEqual(close.heard[1]);
  expect(Math.abs((seen?.lastSeenAt?.getTime() ?? 0) - before)).toBeLessThan(5000);
  expect(strange.heard).toEqual([]);
  for (const { flow } of [close, strange]) flow.stop();
});

test('a reload does not show', async () => {
  const { star, fan } = await cast();
  await using patient = await createTestApp(
    { settings: { ...near.app.settings, presence: { graceMs: 60_000 } } },
    { url: database.url, [Symbol.asyncDispose]: async () => undefined },
  );
  const { heard, flow } = await watch(near.as(fan));
  (await open(patient.as(star))).stop();
  await expect.poll(() => heard, soon).toEqual([online(star)]);
  const again = await open(patient.as(star));
  again.stop();
  const mark = await open(near.as(fan));
  expect(await isOnline(fan, star)).toBe(true);
  await patient[Symbol.asyncDispose]();
  await expect.poll(() => heard, soon).toEqual([online(star), offline(star)]);
  for (const one of [mark, flow]) one.stop();
});

test('friends and partners in a conversation hear of it too, those with a mere request do not', async () => {
  const { star, fan, other } = await cast();
  const { friend, asked } = await invitePeople(near.app, 'friend', 'asked');
  const { id: requestId } = await near.as(friend).friends.request({ userId: star });
  await near.as(star).friends.accept({ requestId });
  for (const [from, to] of [
    [other, star],
    [star, asked],
  ] as const) {
    const { id } = await near.as(from).chat.open({ userId: to });
    await near.as(from).chat.send({ conversationId: id, text: 'Hello', clientId: newId() });
  }
  const ears = await Promise.all([fan, friend, other, asked].map((id) => watch(near.as(id))));
  const tab = await open(far.as(star));
  await expect
    .poll(() => ears.slice(0, 3).map(({ heard }) => heard), soon)
    .toEqual([[online(star)], [online(star)], [online(star)]]);
  expect(ears[3]?.heard).toEqual([]);
  for (const { flow } of ears) flow.stop();
  tab.stop();
});

test('who hides it is offline to everybody at once, comes and goes unheard, and is back when he shows it', async () => {
  const { star, fan } = await cast();
  const { heard, flow } = await watch(far.as(fan));
  const tab = await open(near.as(star));
  await expect.poll(() => heard, soon).toEqual([online(star)]);
  await near.as(star).me.updatePrivacy({ showPresence: false });
  expect(await presenceOf(fan, star)).toEqual([nothing(star)]);
  await expect.poll(() => heard, soon).toEqual([online(star), nothing(star)]);
  tab.stop();
  await expect.poll(() => rowsOf(star), soon).toEqual([]);
  const back = await open(near.as(star));
  await expect.poll(() => rowsOf(star), soon).toHaveLength(1);
  await near.as(star).me.updatePrivacy({ readReceipts: false });
  await near.as(star).me.updatePrivacy({ showPresence: true });
  await expect.poll(() => heard, soon).toEqual([online(star), nothing(star), online(star)]);
  expect(await presenceOf(fan, star)).toEqual([online(star)]);
  for (const one of [back, flow]) one.stop();
});

test('a private profile shows it to its followers alone', async () => {
  const { star, fan, other } = await cast();
  const { id: conversationId } = await near.as(other).chat.open({ userId: star });
  await near.as(other).chat.send({ conversationId, text: 'Hello', clientId: newId() });
  const ears = [await watch(near.as(fan)), await watch(near.as(other))];
  const tab = await open(near.as(star));
  await expect.poll(() => ears.map(({ heard }) => heard), soon).toEqual([[online(star)], [online(star)]]);
  await near.as(star).me.update({ isPrivate: true });
  await expect.poll(() => ears[1]?.heard, soon).toEqual([online(star), nothing(star)]);
  expect([await presenceOf(fan, star), await presenceOf(other, star)]).toEqual([[online(star)], [nothing(star)]]);
  expect(await presenceOf(star, star)).toEqual([online(star)]);
  tab.stop();
  await expect.poll(() => ears[0]?.heard.at(-1), soon).toEqual(offline(star));
  expect(ears[1]?.heard).toHaveLength(2);
  for (const { flow } of ears) flow.stop();
});

test('who is blocked either way, hidden or nobody is left out, and hears nothing', async () => {
  const { star, fan, other } = await cast();
  const { id: conversationId } = await near.as(fan).chat.open({ userId: star });
  await near.as(fan).chat.send({ conversationId, text: 'Hello', clientId: newId() });
  await near.as(star).graph.block({ userId: fan });
  await near.as(other).graph.follow({ userId: star });
  const ears = [await watch(near.as(fan)), await watch(near.as(other))];
  const tab = await open(near.as(star));
  await expect.poll(() => ears[1]?.heard, soon).toEqual([online(star)]);
  expect(ears[0]?.heard).toEqual([]);
  expect(await presenceOf(fan, star, newId(), fan)).toEqual([online(fan)]);
  expect(await presenceOf(star, fan)).toEqual([]);
  await near.app.sql.raw('update profile set hidden_at = now() where id = $1', [star]);
  expect(await presenceOf(other, star)).toEqual([]);
  tab.stop();
  for (const { flow } of ears) flow.stop();
});

test('people are told of in the order asked for', async () => {
  const { star, fan, other } = await cast();
  expect((await presenceOf(fan, other, newId(), star, fan)).map(({ userId }) => userId)).toEqual([other, star, fan]);
});

test.each([{ ids: [] }, { ids: ['me'] }, { ids: Array.from({ length: 101 }, newId) }, {}])(
  'refuses a question of no or too many people',
  async (input) => {
    const ask = near.as((await cast()).fan).users.presence as (input: unknown) => Promise<unknown>;
    await expect(ask(input)).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  },
);

test('nobody asks without a token', async () => {
  await expect(near.as(null).users.presence({ ids: [newId()] })).rejects.toEqual(refusal('token_missing'));
});

describe('a process that goes', () => {
  const given = () => ({ url: database.url, [Symbol.asyncDispose]: async () => undefined });

  test('in order takes its people with it at once', async () => {
    const { star, fan } = await cast();
    const { heard, flow } = await watch(near.as(fan));
    const third = await createTestApp({}, given());
    await open(third.as(star));
    await expect.poll(() => heard, soon).toEqual([online(star)]);
    await third[Symbol.asyncDispose]();
    expect(await rowsOf(star)).toEqual([]);
    await expect.poll(() => heard, soon).toEqual([online(star), offline(star)]);
    flow.stop();
  });

  test('without a word is found by its lease, and its people were seen when it renewed that last', async () => {
    const { star, fan, other } = await cast();
    await near.as(fan).graph.follow({ userId: other });
    const { heard, flow } = await watch(near.as(fan));
    await using third = await createTestApp({ renewMs: 60_000 }, given());
    await open(third.as(star));
    await open(third.as(other));
    const elsewhere = await open(near.as(other));
    await expect.poll(() => heard, soon).toHaveLength(2);
    await expect.poll(() => rowsOf(other), soon).toHaveLength(2);
    const renewedAt = new Date(Date.now() + 3_600_000);
    const die = "update process set lease_until = now() - interval '1 second', renewed_at = $2 where id = $1";
    await near.app.sql.raw(die, [third.app.processes.id, renewedAt]);
    await expect.poll(() => heard.at(-1), soon).toEqual({ ...nothing(star), lastSeenAt: renewedAt });
    await expect.poll(() => rowsOf(other), soon).toHaveLength(1);
    expect(await isOnline(fan, other)).toBe(true);
    expect(heard).toHaveLength(3);
    for (const one of [elsewhere, flow]) one.stop();
  });

  test('is missed too where nobody saw its lease end', async () => {
    const { star, fan } = await cast();
    await using third = await createTestApp({ renewMs: 60_000 }, given());
    await open(third.as(star));
    await expect.poll(() => isOnline(fan, star), soon).toBe(true);
    await near.app.sql.raw('delete from process where id = $1', [third.app.processes.id]);
    await expect.poll(() => presenceOf(fan, star), soon).toEqual([offline(star)]);
  });

  test('and comes back puts its people down again', async () => {
    const { star, fan } = await cast();
    const tab = await open(far.as(star));
    await expect.poll(() => isOnline(fan, star), soon).toBe(true);
    await near.app.sql.raw('delete from process where id = $1', [far.app.processes.id]);
    await near.app.sql.raw('delete from presence where process_id = $1', [far.app.processes.id]);
    await expect.poll(() => isOnline(fan, star), soon).toBe(true);
    tab.stop();
  });
});

test('PostgreSQL that lost both tables gets them back', async () => {
  const { star, fan } = await cast();
  const { heard, flow } = await watch(near.as(fan));
  const tabs = [await open(near.as(star)), await open(far.as(star))];
  await expect.poll(() => rowsOf(star), soon).toHaveLength(2);
  for (const table of ['process', 'presence']) await near.app.sql.raw(`truncate ${table}`);
  await expect.poll(() => rowsOf(star), soon).toHaveLength(2);
  expect(await isOnline(fan, star)).toBe(true);
  for (const tab of tabs) tab.stop();
  await expect.poll(() => heard.at(-1), soon).toEqual(offline(star));
  flow.stop();
});
