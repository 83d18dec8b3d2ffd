import { startTestServer, type TestServer } from '@rookery/testkit';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type EventReader, type Reading, readEvents } from './testing/event-reader.ts';
import { meet, password, type Somebody } from './testing/somebody.ts';

const friend = 'https://app.example';
let t: TestServer;
beforeAll(async () => {
  t = await startTestServer({ config: { corsOrigins: [friend] } });
});
afterAll(() => t[Symbol.asyncDispose]());

const someone = (at = t): Promise<Somebody> => meet(at.url);
const read = (token: string, more: Partial<Reading> = {}) => readEvents({ url: t.url, token, ...more });
const follow = (who: Somebody, whom: Somebody) => who.call('graph.follow', { userId: whom.id });
const tokenOf = ({ call }: Somebody) => call('tokens.create', { name: 'sse', scopes: ['read', 'notifications'] });
const types = ({ events }: EventReader) => events.map(({ type }) => type);

describe('a stream', () => {
  test('tells of what happens, each event with its place, in one line of JSON', async () => {
    const [ann, ben] = [await someone(), await someone()];
    using reader = await read(ann.token, { headers: { accept: 'application/json' } });
    expect(reader.status).toBe(200);
    expect(reader.headers).toMatchObject({
      'content-type': 'text/event-stream',
      'cache-control': expect.stringContaining('no-store'),
      'x-accel-buffering': 'no',
      ratelimit: expect.any(String),
      'x-request-id': expect.any(String),
    });
    expect(reader.headers).not.toHaveProperty('content-encoding');
    await follow(ben, ann);
    await expect.poll(() => types(reader)).toEqual(['notification.created']);
    const [event] = reader.events;
    expect(event?.data).toMatchObject({ type: 'notification.created', data: { unreadCount: 1 } });
    expect(event?.data.at).toBe(new Date(event?.data.at ?? '').toISOString());
    expect(event?.id).toBe(reader.place);
    expect(reader.retries).toHaveLength(1);
  });

  test('tells where it begins before anything happens, so that whoever is cut off then misses nothing', async () => {
    const [ann, ben] = [await someone(), await someone()];
    using first = await read(ann.token);
    await expect.poll(() => first.place).not.toBeNull();
    expect(first.events).toEqual([]);
    first.cut();
    await follow(ben, ann);
    using second = await read(ann.token, { after: first.place ?? '' });
    await expect.poll(() => types(second)).toEqual(['notification.created']);
  });

  test('begins anew after a place that is of nowhere, as on a socket', async () => {
    const [ann, ben] = [await someone(), await someone()];
    for (const after of ['nonsense', 'x'.repeat(500)]) {
      using reader = await read(ann.token, { after });
      await expect.poll(() => types(reader)).toEqual(['stream.reset']);
      expect(reader.events[0]?.data.data.cursor).toBe(reader.place);
    }
    using reader = await read(ann.token, { after: '' });
    await follow(ben, ann);
    await expect.poll(() => types(reader)).toEqual(['notification.created']);
  });

  test('takes the place from the query, too', async () => {
    const ann = await someone();
    const query = (place: string) =>
      fetch(`${t.url}/api/v1/events?lastEventId=${place}`, { headers: { authorization: `Bearer ${ann.token}` } });
    const answer = await query('nonsense');
    const text = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
    let seen = '';
    while (!seen.includes('stream.reset')) seen += (await text?.read())?.value ?? '';
    await text?.cancel();
    expect((await query('x'.repeat(513))).status).toBe(400);
  });

  test('tells a token of what it may read alone', async () => {
    const [ann, ben] = [await someone(), await someone()];
    const { token } = await ann.call('tokens.create', { name: 'sse', scopes: ['read', 'read:chat'] });
    using ofToken = await read(token);
    using ofSession = await read(ann.token);
    await follow(ben, ann);
    await follow(ann, ben);
    const { id: conversationId } = await ben.call('chat.open', { userId: ann.id });
    await ben.call('chat.send', { conversationId, text: 'hello', clientId: 'hello' });
    await expect.poll(() => types(ofToken)).toContain('message.created');
    await expect.poll(() => types(ofSession)).toContain('message.created');
    expect(types(ofSession)).toContain('notification.created');
    expect(types(ofToken)).not.toContain('notification.created');
    const { token: other } = await ann.call('tokens.create', { name: 'sse', scopes: ['write:posts'] });
    using refused = await read(other);
    expect(refused.status).toBe(403);
  });

  test('is refused to nobody, to a token that is wrong, and with fields that nobody knows', async () => {
    for (const [token, reason] of [
      ['', 'token_invalid'],
      ['nonsense', 'token_invalid'],
    ] as const) {
      using reader = await read(token);
      expect(reader.status).toBe(401);
      await reader.ended;
      expect(JSON.parse(reader.text)).toMatchObject({ reason });
    }
    expect((await fetch(`${t.url}/api/v1/events`)).status).toBe(401);
    const { token } = await someone();
    const headers = { authorization: `Bearer ${token}` };
    expect((await fetch(`${t.url}/api/v1/events?since=yesterday`, { headers })).status).toBe(400);
    expect((await fetch(`${t.url}/api/v1/events`, { method: 'POST', headers })).status).toBe(405);
  });

  test('is not begun by HEAD, and has no version', async () => {
    const { token } = await someone();
    using head = await read(token, { method: 'HEAD' });
    expect(head).toMatchObject({ status: 200, headers: { 'content-type': 'text/event-stream' } });
    expect(await head.ended).toBe('whole');
    using reader = await read(token, { headers: { 'if-none-match': '*' } });
    expect(reader.status).toBe(200);
    expect(reader.headers).not.toHaveProperty('etag');
  });

  test('is shared with pages of allowed origins', async () => {
    const { token } = await someone();
    const wanted = { origin: friend, 'access-control-request-method': 'GET' };
    const preflight = await fetch(`${t.url}/api/v1/events`, { method: 'OPTIONS', headers: wanted });
    expect(preflight.headers.get('access-control-allow-headers')?.toLowerCase()).toContain('last-event-id');
    using allowed = await read(token, { headers: { origin: friend } });
    expect(allowed.headers['access-control-allow-origin']).toBe(friend);
    using strange = await read(token, { headers: { origin: 'https://evil.example' } });
    expect(strange.headers).not.toHaveProperty('access-control-allow-origin');
  });
});

describe('a stream ends', () => {
  test('with the session', async () => {
    const ann = await someone();
    using reader = await read(ann.token);
    await ann.call('auth.logout', {});
    expect(await reader.ended).toBe('whole');
    expect(reader.comments).toEqual(['revoked']);
  });

  test('with the personal access token, of which others know nothing', async () => {
    const ann = await someone();
    const [one, other] = [await tokenOf(ann), await tokenOf(ann)];
    using ends = await read(one.token);
    using stays = await read(other.token);
    await ann.call('tokens.revoke', { id: one.id });
    expect(await ends.ended).toBe('whole');
    expect(ends.comments).toEqual(['revoked']);
    using refused = await read(one.token);
    expect(refused.status).toBe(401);
    await follow(await someone(), ann);
    await expect.poll(() => types(stays)).toEqual(['notification.created']);
  });

  test('with the account: when it is suspended, and when it is deleted', async () => {
    const suspend = async ({ id }: Somebody) => {
      await t.app.sql.run({ text: 'update account set suspended_at = now() where id = $1' }, [id]);
      const ref = { accountId: id, suspended: true };
      const text = `insert into journal (topic, type, ref) values ($1, 'account.changed', $2)`;
      await t.app.sql.run({ text }, [`user:${id}`, ref]);
      t.app.journal.wake();
    };
    const erase = ({ call }: Somebody) => call('me.delete', { password });
    for (const end of [suspend, erase]) {
      const ann = await someone();
      const { token } = await tokenOf(ann);
      using ofSession = await read(ann.token);
      using ofToken = await read(token);
      await end(ann);
      for (const reader of [ofSession, ofToken]) {
        await reader.ended;
        expect(reader.comments).toEqual(['revoked']);
      }
    }
  });

  test('when the access token expires, and not before', async () => {
    await using at = await startTestServer({ start: { streamLimits: { sweepEvery: 20 } } });
    const ann = await someone(at);
    using reader = await readEvents({ url: at.url, token: ann.token });
    at.clock.advance(14 * 60_000);
    await vi.waitFor(async () => expect(await streams(at)).toBe(1));
    at.clock.advance(2 * 60_000);
    expect(await reader.ended).toBe('whole');
    expect(reader.comments).toEqual(['token_expired']);
    await expect.poll(() => streams(at)).toBe(0);
  });

  test('when the process leaves, which tells the client to come again soon', async () => {
    await using leaving = await startTestServer();
    const ann = await someone(leaving);
    using reader = await readEvents({ url: leaving.url, token: ann.token });
    await leaving.server.drain();
    expect(await reader.ended).toBe('whole');
    expect(reader.comments).toEqual(['going away']);
    expect(reader.retries).toHaveLength(2);
    await expect(fetch(`${leaving.url}/healthz`)).rejects.toThrow();
  });

  test('for us when the client has gone', async () => {
    const before = await streams(t);
    const { token } = await someone();
    using reader = await read(token);
    expect(await streams(t)).toBe(before + 1);
    reader.cut();
    await expect.poll(() => streams(t)).toBe(before);
  });
});

/** Open streams, as the metrics tell. */
async function streams(at: TestServer): Promise<number> {
  return metric(at, 'rookery_sse_streams');
}

async function metric(at: TestServer, name: string): Promise<number> {
  const text = await (await fetch(`${at.url}/metrics`)).text();
  return Number(
    text
      .split('\n')
      .find((line) => line.startsWith(`${name} `))
      ?.slice(name.length),
  );
}

describe('what streams cost', () => {
  test('an account has ten of them, and room again when one is gone', async () => {
    const [ann, ben] = [await someone(), await someone()];
    const readers = await Promise.all(Array.from({ length: 10 }, () => read(ann.token)));
    using eleventh = await read(ann.token);
    expect(eleventh).toMatchObject({ status: 429, headers: { 'retry-after': '10' } });
    await eleventh.ended;
    expect(JSON.parse(eleventh.text)).toMatchObject({ reason: 'rate_limited', retryAfter: 10 });
    using another = await read(ben.token);
    expect(another.status).toBe(200);
    readers[0]?.cut();
    await vi.waitFor(async () => {
      using again = await read(ann.token);
      expect(again.status).toBe(200);
    });
    for (const reader of readers) reader.cut();
  });

  test('a process has so many of them', async () => {
    await using small = await startTestServer({ start: { streamLimits: { maxStreams: 1 } } });
    const [ann, ben] = [await someone(small), await someone(small)];
    using first = await readEvents({ url: small.url, token: ann.token });
    using second = await readEvents({ url: small.url, token: ben.token });
    expect(first.status).toBe(200);
    expect(second).toMatchObject({ status: 503, headers: { 'retry-after': '5' } });
  });

  test('they are no requests under way, and their time is none of an answer', async () => {
    const { token } = await someone();
    using reader = await read(token);
    expect(reader.status).toBe(200);
    expect(await metric(t, 'rookery_http_requests_in_flight')).toBe(0);
    const seconds = 'rookery_http_request_seconds_count{route="rest",status="200"}';
    const before = await metric(t, seconds);
    reader.cut();
    await expect.poll(() => streams(t)).toBe(0);
    expect(await metric(t, seconds)).toBe(before);
  });

  test('one on which nothing happens says that it is there', async () => {
    await using at = await startTestServer({ start: { streamLimits: { sweepEvery: 5, heartbeatEvery: 5 } } });
    const ann = await someone(at);
    using reader = await readEvents({ url: at.url, token: ann.token });
    await expect.poll(() => reader.comments.length).toBeGreaterThan(3);
    expect(new Set(reader.comments)).toEqual(new Set(['']));
    expect(reader.place).not.toBeNull();
  });
});
