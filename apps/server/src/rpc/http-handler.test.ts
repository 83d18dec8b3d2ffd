import type { IncomingMessage } from 'node:http';
import type { TRPCError } from '@trpc/server';
import { createHTTPHandler } from '@trpc/server/adapters/standalone';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createHttpRpc } from './http-handler.ts';
import { failingRouter, serializeToText } from './testing/failing-router.ts';
import { get, httpCorpus, json, post } from './testing/http-corpus.ts';
import { type RawAnswer, type RawRequest, sendBytes, sendRaw, serve, type TestServer } from './testing/raw-http.ts';

const maxBodySize = 4096;
const failures: { ours: string[]; theirs: string[] } = { ours: [], theirs: [] };
let ours: TestServer;
let theirs: TestServer;

beforeAll(async () => {
  const shared = { router: failingRouter, maxBatchSize: 5, maxBodySize };
  ours = await serve(
    createHttpRpc({
      ...shared,
      prefix: '/trpc',
      serialize: serializeToText,
      createContext: ({ req }) => contextOf(req),
      allowsUpload: (path) => path === 'upload',
      onError: (failure) => failures.ours.push(summary(failure)),
    }),
  );
  theirs = await serve(
    createHTTPHandler({
      ...shared,
      basePath: '/trpc/',
      createContext: ({ req }) => contextOf(req),
      onError: (failure) => failures.theirs.push(summary(failure)),
    }),
  );
});

afterAll(async () => {
  await ours[Symbol.asyncDispose]();
  await theirs[Symbol.asyncDispose]();
});

function contextOf(req: IncomingMessage): { user: string } {
  if (req.headers['x-context'] === 'throw') throw new Error('no context');
  return { user: String(req.headers['x-user'] ?? 'nobody') };
}

function summary(failure: {
  error: TRPCError;
  path: string | undefined;
  type: string;
  input: unknown;
  ctx?: unknown;
}): string {
  const { error, path, type, input, ctx } = failure;
  return JSON.stringify([error.code, error.message, path, type, input, ctx]);
}

async function both(request: RawRequest): Promise<{ ours: RawAnswer; theirs: RawAnswer }> {
  return { ours: await sendRaw(ours.port, request), theirs: await sendRaw(theirs.port, request) };
}

function compared({ status, headers, body }: RawAnswer): unknown {
  const { 'content-type': contentType, vary, allow } = headers;
  return { status, contentType, vary, allow, body };
}

describe.each(Object.entries(httpCorpus))('answers %s as the official adapter', (_, corpus) => {
  test.each(Object.entries(corpus))('%s', async (_name, request) => {
    failures.ours.length = 0;
    failures.theirs.length = 0;
    const answers = await both(request);
    expect(compared(answers.ours)).toEqual(compared(answers.theirs));
    expect(failures.ours).toEqual(failures.theirs);
  });
});

const form = (boundary: string): RawRequest => ({
  method: 'POST',
  url: '/trpc/upload',
  headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
  body: `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="a.txt"\r\n\r\nhello\r\n--${boundary}--\r\n`,
});

describe('differs from the official adapter on purpose', () => {
  test('multipart forms and raw bytes reach no procedure that is not made for them', async () => {
    const refused = [
      { ...form('x'), url: '/trpc/ping' },
      { ...form('x'), url: '/trpc/ping', headers: { 'content-type': 'Multipart/Form-Data;boundary=x' } },
      { ...form('x'), url: '/trpc/%70ing' },
      { ...form('x'), url: '/trpc/upload,ping?batch=1' },
      { ...form('x'), url: '/trpc/ping', headers: { 'content-type': 'application/octet-stream' } },
    ];
    for (const request of refused) expect((await sendRaw(ours.port, request)).status).toBe(415);
    expect((await sendRaw(theirs.port, refused[0] as RawRequest)).status).toBe(200);
  });

  test('a body over the limit is one refusal, announced or not, read by the procedure or not', async () => {
    const large = 'x'.repeat(maxBodySize + 1);
    const chunked = { 'transfer-encoding': 'chunked' };
    const requests = [
      post('store', large),
      post('ping', large),
      post('ping,ping?batch=1', large),
      { ...post('nope', large) },
    ];
    for (const request of requests) {
      const answer = await sendRaw(ours.port, request);
      expect([answer.status, JSON.parse(answer.body).error.json.data.code]).toEqual([413, 'PAYLOAD_TOO_LARGE']);
    }
    const sizes = `${large.length.toString(16)}\r\n${large}\r\n0\r\n\r\n`;
    const unannounced = { method: 'POST', url: '/trpc/ping', headers: { ...json, ...chunked } };
    const head = `POST ${unannounced.url} HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n`;
    expect((await sendBytes(ours.port, Buffer.from(head + sizes))).status).toBe(413);
    expect((await sendRaw(theirs.port, post('ping', large))).status).toBe(200);
  });

  test('a method that no Request can have is refused rather than a bug', async () => {
    const answers = await both({ ...get('hello'), method: 'TRACE' });
    expect([answers.ours.status, answers.theirs.status]).toEqual([405, 500]);
  });

  test('a Host that is no host does not matter', async () => {
    const answers = await both(get('hello', { host: 'a b' }));
    expect([answers.ours.status, answers.theirs.status]).toEqual([200, 400]);
  });

  test('a plain answer tells its length and keeps what varied before', async () => {
    const vary = createHttpRpc({ router: failingRouter, prefix: '/trpc', createContext: () => ({ user: 'x' }) });
    await using server = await serve((req, res) => {
      res.setHeader('vary', 'Origin');
      vary(req, res);
    });
    const { headers, body } = await sendRaw(server.port, get('hello'));
    expect(headers['content-length']).toBe(String(Buffer.byteLength(body)));
    expect(headers.vary).toBe('Origin, trpc-accept, accept');
  });
});
