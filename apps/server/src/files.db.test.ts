import { readdir } from 'node:fs/promises';
import net from 'node:net';
import { join } from 'node:path';
import { startTestServer, type TestServer } from '@rookery/testkit';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { hostileFiles, mp4 } from '../tests/hostile/files.ts';
import { type HeardLog, hearLog } from '../tests/hostile/heard-log.ts';
import { type RawAnswer, sendRaw } from './rpc/testing/raw-http.ts';

interface Uploaded {
  id: string;
  kind: string;
  mime: string;
  name: string | null;
  url: string;
}
interface Reply {
  status: number;
  reason: string | null;
  media: Uploaded | null;
}

let t: TestServer;
let heard: HeardLog;
let token: string;
beforeAll(async () => {
  heard = hearLog('info');
  t = await startTestServer({ start: { log: heard.log } });
  const answer = await fetch(`${t.url}/trpc/auth.register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      json: { email: 'archivist@rookery.test', username: 'archivist', password: 'a long walk at noon' },
    }),
  });
  token = ((await answer.json()) as { result: { data: { json: { accessToken: string } } } }).result.data.json
    .accessToken;
});
afterAll(async () => {
  await t[Symbol.asyncDispose]();
  expect(heard.errors()).toEqual([]);
});

async function upload(bytes: Uint8Array<ArrayBuffer>, name = 'x.bin', type = ''): Promise<Reply> {
  const form = new FormData();
  form.set('file', new Blob([bytes], { type }), name);
  const headers = { authorization: `Bearer ${token}` };
  const answer = await fetch(`${t.url}/trpc/media.upload`, { method: 'POST', body: form, headers });
  const { result, error } = (await answer.json()) as {
    result?: { data: { json: Uploaded } };
    error?: { json: { data: { reason: string } } };
  };
  return { status: answer.status, reason: error?.json.data.reason ?? null, media: result?.data.json ?? null };
}

/** NOTE: a machine with too much to do turns requests away, and these are large. */
async function uploadLarge(bytes: number): Promise<Reply> {
  return vi.waitFor(
    async () => {
      const reply = await upload(new Uint8Array(bytes));
      expect(reply.status).not.toBe(503);
      return reply;
    },
    { timeout: 20_000 },
  );
}

async function get(url: string, headers: Record<string, string> = {}): Promise<RawAnswer> {
  return sendRaw(t.server.port, { method: 'GET', url: url.replace(/^https?:\/\/[^/]+/, ''), headers });
}

const incoming = async () => readdir(join(t.dataDir, 'incoming'));
const onDisk = async () =>
  (await readdir(join(t.dataDir, 'media'), { recursive: true }).catch(() => [])).filter(
    (path) => path.split('/').length === 3,
  );

const safe =
  /^(?:image\/webp|application\/(?:octet-stream|pdf|zip)|video\/(?:mp4|webm|quicktime)|audio\/(?:mpeg|mp4|ogg|wav|flac))$/;

describe('what is uploaded is never served as what could run', () => {
  test.each(hostileFiles)('%s', async (_, { bytes, name, type, outcome }) => {
    const { media, reason } = await upload(bytes, name, type);
    if (!media) {
      expect(reason).toBe(outcome);
      return;
    }
    const { status, headers } = await get(media.url);
    const { 'content-type': told = '', 'content-disposition': disposition = '' } = headers;
    expect([status, `${told} ${disposition.split(';')[0]}`.trim()]).toEqual([200, outcome]);
    expect(told).toMatch(safe);
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      'cross-origin-resource-policy': 'cross-origin',
      'cache-control': expect.stringMatching(/^private, max-age=\d+$/),
    });
    expect((await get(media.url.replace(/\?.*/, ''))).status).toBe(404);
  });

  test('whatever its name', async () => {
    const told = async (name: string) => {
      const { media } = await upload(mp4, name);
      const { headers } = await get(media?.url ?? '');
      return [media?.name, headers['content-disposition']];
    };
    expect(await told('../../etc/passwd')).toEqual(['passwd', `inline; filename="passwd"; filename*=UTF-8''passwd`]);
    expect(await told('x\u202egpj.exe')).toEqual([
      'xgpj.exe',
      `inline; filename="xgpj.exe"; filename*=UTF-8''xgpj.exe`,
    ]);
    expect(await told('a"\r\nset-cookie: x=1;.html')).toEqual([
      'a" set-cookie: x=1;.html',
      `inline; filename="a_ set-cookie: x=1;.html"; filename*=UTF-8''a%22%20set-cookie%3A%20x%3D1%3B.html`,
    ]);
    expect(await told('..')).toEqual([null, 'inline']);
    expect(await told('🎈'.repeat(300))).toEqual(['🎈'.repeat(60), expect.stringMatching(/^inline; filename="_{60}"/)]);
  });
});

describe('files that are no images', () => {
  test('are played in parts, told of, and not sent again to those who have them', async () => {
    const { media } = await upload(mp4, 'clip.mp4');
    const url = media?.url ?? '';
    const part = await fetch(url, { headers: { range: 'bytes=4-11' } });
    expect([part.status, part.headers.get('content-range'), await part.text()]).toEqual([
      206,
      `bytes 4-11/${mp4.length}`,
      'ftypisom',
    ]);
    expect(Buffer.from(await (await fetch(url)).arrayBuffer())).toEqual(mp4);
    const head = await fetch(url, { method: 'HEAD' });
    expect([head.headers.get('content-length'), head.headers.get('accept-ranges')]).toEqual([`${mp4.length}`, 'bytes']);
    expect((await get(url, { 'if-none-match': head.headers.get('etag') ?? '' })).status).toBe(304);
  });

  test('have one signature for one name, and none for another', async () => {
    const { media } = await upload(mp4, 'clip.mp4');
    const url = media?.url ?? '';
    for (const other of ['large.webp', 'file.webp', 'file/', 'files', 'file.html']) {
      expect((await get(url.replace('/file?', `/${other}?`))).status).toBe(404);
    }
    t.clock.advance(2 * 3600 * 1000);
    expect((await get(url)).status).toBe(404);
    t.clock.advance(-2 * 3600 * 1000);
  });

  test('of 50 MB are taken, and one byte more is refused', async () => {
    const before = await onDisk();
    for (const size of [50_000_001, 50_000_001 + 64 * 1024, 60_000_000])
      expect(await uploadLarge(size)).toMatchObject({ status: 413, reason: 'payload_too_large' });
    expect(await onDisk()).toEqual(before);
    const { media } = await uploadLarge(50_000_000);
    expect(media).toMatchObject({ kind: 'file', bytes: 50_000_000 });
    expect((await get(media?.url ?? '', { range: 'bytes=0-3' })).headers['content-range']).toBe('bytes 0-3/50000000');
    await vi.waitFor(async () => expect(await incoming()).toEqual([]));
  });

  test('that grow over the limit unannounced are refused while they come in', async () => {
    const socket = net.connect(t.server.port, '127.0.0.1');
    socket.write(
      `POST /trpc/media.upload HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${token}\r\ntransfer-encoding: chunked\r\n` +
        'content-type: multipart/form-data; boundary=b\r\n\r\n',
    );
    const chunk = (bytes: Buffer) =>
      Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n')]);
    socket.write(chunk(Buffer.from('--b\r\nContent-Disposition: form-data; name="file"; filename="x"\r\n\r\n')));
    const answered = new Promise<string>((resolve) => socket.once('data', (bytes) => resolve(bytes.toString())));
    socket.on('error', () => undefined);
    const megabyte = chunk(Buffer.alloc(1_000_000, 1));
    for (let sent = 0; sent < 51; sent += 1) socket.write(megabyte);
    expect(await answered).toMatch(/^HTTP\/1.1 413 /);
    socket.destroy();
    await vi.waitFor(async () => expect(await incoming()).toEqual([]));
  });

  test('whose sender leaves, or whose form breaks off, leave nothing behind', async () => {
    const before = await onDisk();
    const head =
      `POST /trpc/media.upload HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${token}\r\n` +
      'content-type: multipart/form-data; boundary=b\r\n';
    const part = `--b\r\nContent-Disposition: form-data; name="file"; filename="x"\r\n\r\n${'x'.repeat(200_000)}`;
    const socket = net.connect(t.server.port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write(`${head}content-length: 4000000\r\n\r\n${part}`);
    await vi.waitFor(async () => expect(await incoming()).toHaveLength(1));
    socket.destroy();
    await vi.waitFor(async () => expect(await incoming()).toEqual([]));
    const broken = { 'content-type': 'multipart/form-data; boundary=b', authorization: `Bearer ${token}` };
    const url = '/trpc/media.upload';
    expect((await sendRaw(t.server.port, { method: 'POST', url, headers: broken, body: part })).status).toBe(400);
    await vi.waitFor(async () => expect(await incoming()).toEqual([]));
    expect(await onDisk()).toEqual(before);
  });
});
