import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import net from 'node:net';
import { join } from 'node:path';
import { startTestServer, type TestServer, testPng } from '@rookery/testkit';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type HeardLog, hearLog } from '../tests/hostile/heard-log.ts';
import { type RawAnswer, type RawRequest, sendRaw } from './rpc/testing/raw-http.ts';

let t: TestServer;
let heard: HeardLog;
let token: string;
let media: { id: string; url: string; variants: { small: { url: string } } };
beforeAll(async () => {
  heard = hearLog('info');
  t = await startTestServer({ start: { log: heard.log, requestMs: 2000 } });
  token = await signUp('painter');
  media = (await upload()).json;
});
afterAll(async () => {
  await t[Symbol.asyncDispose]();
  expect(heard.errors()).toEqual([]);
});

async function call(path: string, input: object, bearer?: string): Promise<{ status: number; json: never }> {
  const answer = await fetch(`${t.url}/trpc/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(bearer ? { authorization: `Bearer ${bearer}` } : {}) },
    body: JSON.stringify({ json: input }),
  });
  return readReply(answer);
}

async function readReply(answer: Response): Promise<{ status: number; json: never }> {
  const reply = (await answer.json()) as { result?: { data: { json: never } }; error?: { json: never } };
  return { status: answer.status, json: (reply.result?.data ?? reply.error)?.json as never };
}

async function signUp(username: string): Promise<string> {
  const { json } = await call('auth.register', {
    email: `${username}@rookery.test`,
    username,
    password: 'a long walk at noon',
  });
  return (json as { accessToken: string }).accessToken;
}

function formOf(bytes: Uint8Array<ArrayBuffer> = testPng(), fields: Record<string, string> = {}): FormData {
  const form = new FormData();
  form.set('file', new Blob([bytes]), 'photo.png');
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return form;
}

async function upload(form = formOf(), bearer: string | null = token, init: RequestInit = {}) {
  const headers = { ...(bearer ? { authorization: `Bearer ${bearer}` } : {}), ...(init.headers as object) };
  const answer = await fetch(`${t.url}/trpc/media.upload`, { method: 'POST', body: form, ...init, headers });
  return readReply(answer) as Promise<{ status: number; json: typeof media }>;
}

async function get(url: string, headers: Record<string, string> = {}, method = 'GET'): Promise<RawAnswer> {
  return sendRaw(t.server.port, { method, url: url.replace(/^https?:\/\/[^/]+/, ''), headers } satisfies RawRequest);
}

const onDisk = async () =>
  (await readdir(join(t.dataDir, 'media'), { recursive: true }).catch(() => [])).filter((path) =>
    path.includes('.webp'),
  );

describe('uploads', () => {
  test('are forms, by those who bear a token', async () => {
    const { status, json } = await upload(formOf(testPng(), { alt: 'grey' }));
    expect([status, json]).toMatchObject([200, { alt: 'grey', status: 'ready', width: 8, height: 6 }]);
    expect(await upload(formOf(), null)).toMatchObject({ status: 401, json: { data: { reason: 'token_missing' } } });
    const cookie = { headers: { cookie: '__Host-rookery_refresh=x', origin: t.url, 'x-rookery-csrf': '1' } };
    expect(await upload(formOf(), null, cookie)).toMatchObject({ status: 401 });
  });

  test('reach media.upload and nothing else, and as forms alone', async () => {
    const send = (path: string, type: string, body: NonNullable<RequestInit['body']>) =>
      fetch(`${t.url}/trpc/${path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, ...(type ? { 'content-type': type } : {}) },
        body,
      });
    expect((await send('posts.create', '', formOf())).status).toBe(415);
    expect((await send('media.upload,media.upload?batch=1', '', formOf())).status).toBe(415);
    expect((await send('media.upload', 'application/octet-stream', testPng())).status).toBe(415);
    expect((await send('media.upload', 'text/plain', 'x')).status).toBe(415);
    expect((await send('media.upload', 'application/json', '{"json":{"file":"x"}}')).status).toBe(400);
    expect((await send('media.upload', 'multipart/form-data; boundary=x', 'no form at all')).status).toBe(400);
    expect((await send('media.upload', 'multipart/form-data', 'no boundary')).status).toBe(400);
    expect((await send('media.upload', '', new FormData())).status).toBe(400);
  });

  test('that are refused leave nothing on the disk', async () => {
    const before = await onDisk();
    const polyglot = Buffer.from('GIF89a=1;alert(1)//');
    expect(await upload(formOf(polyglot))).toMatchObject({
      status: 400,
      json: { data: { reason: 'unsupported_media' } },
    });
    expect(await upload(formOf(testPng(20_000, 20_000)))).toMatchObject({
      json: { data: { issues: [{ path: ['file'] }] } },
    });
    expect(await onDisk()).toEqual(before);
  });

  test('over the limit are refused before they have come in, announced or not', async () => {
    const tooLarge = { status: 413, json: { data: { reason: 'payload_too_large' } } };
    expect(await upload(formOf(Buffer.concat([testPng(), new Uint8Array(10_000_001)])))).toMatchObject(tooLarge);
    const head = {
      method: 'POST',
      url: '/trpc/media.upload',
      headers: { 'content-type': 'multipart/form-data; boundary=x' },
    };
    const announced = {
      ...head,
      headers: { ...head.headers, 'content-length': '999999999', authorization: `Bearer ${token}` },
    };
    expect((await sendRaw(t.server.port, { ...announced, body: '--x\r\n' })).status).toBe(413);
  });

  test('wait for a word before they are sent when they ask for one', async () => {
    const socket = net.connect(t.server.port, '127.0.0.1');
    socket.write(
      `POST /trpc/media.upload HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${token}\r\nexpect: 100-continue\r\n` +
        'content-type: multipart/form-data; boundary=x\r\ncontent-length: 5000000\r\n\r\n',
    );
    const [answer] = (await once(socket, 'data')) as [Buffer];
    socket.destroy();
    expect(answer.toString()).toMatch(/^HTTP\/1.1 100 Continue/);
  });

  test('whose sender leaves or falls silent are given up, and their places taken by others', async () => {
    const before = await onDisk();
    const head =
      `POST /trpc/media.upload HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${token}\r\n` +
      'content-type: multipart/form-data; boundary=x\r\ncontent-length: 4000\r\n\r\n--x\r\n';
    const begin = () => {
      const socket = net.connect(t.server.port, '127.0.0.1');
      socket.on('error', () => undefined);
      socket.write(head);
      return socket;
    };
    const answerOf = async (socket: net.Socket) => String((await once(socket, 'data'))[0]);
    const four = [begin(), begin(), begin(), begin()];
    expect(await Promise.race(four.map(answerOf))).toMatch(/^HTTP\/1.1 503 /);
    expect((await upload()).status).toBe(503);
    for (const socket of four) socket.destroy();
    await vi.waitFor(async () => expect((await upload()).status).toBe(200));
    expect(await answerOf(begin())).toMatch(/^HTTP\/1.1 408 /);
    expect((await onDisk()).length).toBe(before.length + 3);
  });

  test('with the same key are one', async () => {
    const twice = await Promise.all(
      [1, 2].map(() => upload(formOf(), token, { headers: { 'idempotency-key': 'one' } })),
    );
    expect(twice.map(({ json }) => json.id)).toEqual([twice[0]?.json.id, twice[0]?.json.id]);
  });
});

describe('files', () => {
  test('that nothing shows are served by their signed addresses, to whoever has them, for as long as they last', async () => {
    const answer = await get(media.variants.small.url);
    expect(answer).toMatchObject({
      status: 200,
      headers: {
        'content-type': 'image/webp',
        'x-content-type-options': 'nosniff',
        'content-security-policy': "default-src 'none'; sandbox",
        'cross-origin-resource-policy': 'cross-origin',
        'cache-control': expect.stringMatching(/^private, max-age=\d+$/),
        'accept-ranges': 'bytes',
      },
    });
    const [, seconds] = /max-age=(\d+)/.exec(answer.headers['cache-control'] ?? '') ?? [];
    expect(Number(seconds)).toBeLessThanOrEqual(3600);
  });

  test('that are unknown, hidden, badly signed or expired are one and the same 404', async () => {
    const bare = media.url.replace(/\?.*/, '');
    const signature = /signature=([\w-]+)/.exec(media.url)?.[1] ?? '';
    const forged = media.url.replace(signature, `${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`);
    const other = media.url.replace('large.webp', 'small.webp');
    const later = media.url.replace(/expires=(\d+)/, (_, at) => `expires=${Number(at) + 1}`);
    const unknown = bare.replace(/[0-9a-f]{12}\//, '000000000000/');
    const paths = ['/media/', '/media/x', '/media/..%2f..%2fetc/passwd', `${new URL(bare).pathname}/`, '/media/%00'];
    const statuses = new Set<string>();
    for (const url of [bare, forged, other, later, unknown, `${bare}?signature=&expires=`, ...paths.slice(0, 4)]) {
      const { status, body } = await get(url);
      statuses.add(`${status} ${body.replace(/"requestId":"[^"]*"/, '')}`);
    }
    expect([...statuses]).toEqual([expect.stringMatching(/^404 /)]);
    t.clock.advance(2 * 3600 * 1000);
    expect((await get(media.url)).status).toBe(404);
    const fresh = await fetch(
      `${t.url}/trpc/media.get?input=${encodeURIComponent(JSON.stringify({ json: { id: media.id } }))}`,
      {
        headers: { authorization: `Bearer ${token}` },
      },
    );
    if (fresh.status === 200) media = (await readReply(fresh)).json;
  });

  test('of a profile are for everybody, until it shows them no more', async () => {
    token = await signUp('portrait');
    const { json } = await upload();
    const open = json.url.replace(/\?.*/, '');
    expect((await get(open)).status).toBe(404);
    expect(await call('me.update', { avatarId: json.id }, token)).toMatchObject({ status: 200 });
    expect(await get(open)).toMatchObject({ status: 200, headers: { 'cache-control': 'public, max-age=3600' } });
    expect(await call('me.update', { avatarId: null }, token)).toMatchObject({ status: 200 });
    expect((await get(open)).status).toBe(404);
    expect((await get(json.url)).status).toBe(200);
    await call('media.delete', { id: json.id }, token);
    expect((await get(json.url)).status).toBe(404);
  });

  test('are told of without being sent, and not sent again to those who have them', async () => {
    const { json } = await upload();
    const whole = await get(json.url);
    const head = await get(json.url, {}, 'HEAD');
    expect(head).toMatchObject({
      status: 200,
      body: '',
      headers: { 'content-length': whole.headers['content-length'] },
    });
    const { etag = '' } = whole.headers;
    for (const tag of [etag, `W/${etag}`, `"x", ${etag}`, '*'])
      expect(await get(json.url, { 'if-none-match': tag })).toMatchObject({ status: 304, body: '', headers: { etag } });
    expect((await get(json.url, { 'if-none-match': '"x"' })).status).toBe(200);
    expect((await get(json.url, {}, 'POST')).status).toBe(405);
  });

  test('are sent in parts', async () => {
    const { json } = await upload();
    const whole = Buffer.from(await (await fetch(json.url)).arrayBuffer());
    const part = async (range: string, more: Record<string, string> = {}) => {
      const answer = await fetch(json.url, { headers: { range, ...more } });
      return [answer.status, answer.headers.get('content-range'), Buffer.from(await answer.arrayBuffer())];
    };
    const { length } = whole;
    expect(await part('bytes=2-5')).toEqual([206, `bytes 2-5/${length}`, whole.subarray(2, 6)]);
    expect(await part('bytes=-4')).toEqual([206, `bytes ${length - 4}-${length - 1}/${length}`, whole.subarray(-4)]);
    expect(await part(`bytes=${length}-`)).toEqual([416, `bytes */${length}`, Buffer.alloc(0)]);
    expect(await part('bytes=0-1,4-5')).toEqual([200, null, whole]);
    expect(await part('bytes=0-1', { 'if-range': '"other"' })).toEqual([200, null, whole]);
  });
});
