import { once } from 'node:events';
import net from 'node:net';
import { serializeToText, wire } from '@rookery/api/wire';
import {
  createTRPCClient,
  httpBatchLink,
  httpLink,
  isNonJsonSerializable,
  splitLink,
  TRPCClientError,
} from '@trpc/client';
import { initTRPC } from '@trpc/server';
import { octetInputParser } from '@trpc/server/http';
import superjson from 'superjson';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import type { HttpRpcRequest } from './http-exchange.ts';
import { createHttpRpc } from './http-handler.ts';
import { sendRaw, serve, type TestServer } from './testing/raw-http.ts';

const trpc = initTRPC.context<{ request: HttpRpcRequest }>().create({ transformer: wire });
const waiting = Promise.withResolvers<AbortSignal>();
let uploadEnded = Promise.withResolvers<string>();

const router = trpc.router({
  later: trpc.procedure.input(z.object({ at: z.date(), days: z.number() })).query(({ input }) => {
    return { at: new Date(input.at.getTime() + input.days * 86_400_000), size: undefined };
  }),
  limited: trpc.procedure.query(({ ctx }) => ctx.request.setHeader('RateLimit', 'r=5')),
  wait: trpc.procedure.query(({ signal, ctx }) => {
    waiting.resolve(ctx.request.signal);
    return new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));
  }),
  upload: trpc.procedure.input(z.instanceof(FormData)).mutation(async ({ input }) => {
    const file = input.get('file');
    return file instanceof File ? [file.name, await file.text()] : null;
  }),
  bytes: trpc.procedure.input(octetInputParser).mutation(async ({ input }) => {
    try {
      return (await new Response(input).bytes()).length;
    } catch (error) {
      uploadEnded.resolve(String(error));
      throw error;
    }
  }),
});

let server: TestServer;
let contexts: HttpRpcRequest[] = [];

beforeAll(async () => {
  const handle = createHttpRpc({
    router,
    prefix: '/trpc',
    serialize: serializeToText,
    allowsUpload: (path) => path === 'upload' || path === 'bytes',
    maxBodySize: 1000,
    maxUploadSize: 5000,
    createContext: (request) => {
      contexts.push(request);
      return { request };
    },
  });
  server = await serve(handle);
});

beforeEach(() => {
  contexts = [];
  uploadEnded = Promise.withResolvers();
});

afterAll(() => server[Symbol.asyncDispose]());

function client() {
  const url = `http://127.0.0.1:${server.port}/trpc`;
  return createTRPCClient<typeof router>({
    links: [
      splitLink({
        condition: (op) => isNonJsonSerializable(op.input),
        true: httpLink({ url, transformer: superjson }),
        false: httpBatchLink({ url, transformer: superjson }),
      }),
    ],
  });
}

test('the real client calls in one batch, with one context', async () => {
  const rpc = client();
  const answers = await Promise.all([1, 2, 3].map((days) => rpc.later.query({ at: new Date(0), days })));
  expect(answers.map(({ at }) => at.getTime() / 86_400_000)).toEqual([1, 2, 3]);
  expect(answers[0]).toStrictEqual({ at: new Date(86_400_000), size: undefined });
  expect(contexts.map(({ paths }) => paths)).toEqual([['later', 'later', 'later']]);
});

test('a refused date is a BAD_REQUEST to the client', async () => {
  const refused = client().later.query({ at: /x/ as unknown as Date, days: 1 });
  await expect(refused).rejects.toMatchObject({ data: { code: 'BAD_REQUEST', httpStatus: 400 } });
});

test('a context sets headers of the answer', async () => {
  const answer = await sendRaw(server.port, { url: '/trpc/limited' });
  expect([answer.status, answer.headers.ratelimit]).toEqual([200, 'r=5']);
});

test('a context sets headers of an answer of the official adapter too', async () => {
  const answer = await sendRaw(server.port, { url: '/trpc/limited/' });
  expect([answer.status, answer.headers.ratelimit]).toEqual([200, 'r=5']);
});

test('forms and raw bytes reach the procedures that are made for them', async () => {
  const form = new FormData();
  form.set('file', new File(['hello'], 'a.txt'));
  expect(await client().upload.mutate(form)).toEqual(['a.txt', 'hello']);
  expect(await client().bytes.mutate(new Uint8Array(4000))).toBe(4000);
});

test('an upload over its limit is PAYLOAD_TOO_LARGE', async () => {
  const refusal = await client()
    .bytes.mutate(new Uint8Array(5001))
    .catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(TRPCClientError);
  expect(refusal).toMatchObject({ data: { code: 'PAYLOAD_TOO_LARGE', httpStatus: 413 } });
});

test('a client that leaves aborts its calls', async () => {
  const controller = new AbortController();
  const left = expect(client().wait.query(undefined, { signal: controller.signal })).rejects.toThrow();
  const signal = await waiting.promise;
  const aborted = once(signal, 'abort');
  controller.abort();
  await aborted;
  await left;
});

test('a client that leaves in the middle of an upload ends the procedure that reads it', async () => {
  const socket = net.connect(server.port, '127.0.0.1');
  socket.write(
    'POST /trpc/bytes HTTP/1.1\r\nhost: x\r\ncontent-type: application/octet-stream\r\ncontent-length: 4000\r\n\r\nhalf',
    () => socket.destroy(),
  );
  await once(socket, 'close');
  expect(await uploadEnded.promise).toMatch(/abort/i);
});

test('a client that leaves in the middle of a body runs nothing', async () => {
  const socket = net.connect(server.port, '127.0.0.1');
  const closed = new Promise((resolve) => server.server.once('connection', (peer) => peer.once('close', resolve)));
  socket.write(
    'POST /trpc/bytes HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 400\r\n\r\n{',
    () => socket.destroy(),
  );
  await closed;
  expect(contexts).toEqual([]);
});
