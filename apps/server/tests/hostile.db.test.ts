import { appRouter, listProcedures } from '@rookery/api';
import { limits } from '@rookery/contract';
import { startTestServer, type TestServer } from '@rookery/testkit';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RawRequest, sendBytes, sendRaw } from '../src/rpc/testing/raw-http.ts';
import { ask, assemble, type Cast } from './hostile/cast.ts';
import { type HeardLog, hearLog } from './hostile/heard-log.ts';
import { nearlyHttp, nearlyWebSocket } from './hostile/http-bytes.ts';
import { hostileRequest } from './hostile/http-requests.ts';
import { playSession } from './hostile/play-session.ts';
import { inBrief, leakIn } from './hostile/verdict.ts';
import { hostileSession } from './hostile/ws-sessions.ts';

const procedures = listProcedures(appRouter);
const uncaught: unknown[] = [];
const note = (error: unknown): void => void uncaught.push(error);
let heard: HeardLog;
let t: TestServer;
let cast: Cast;

beforeAll(async () => {
  process.on('unhandledRejection', note);
  process.on('uncaughtException', note);
  heard = hearLog('info');
  const roomy = { ...limits, socketMessagesPerMinute: 1_000_000, socketsPerAccount: 10_000 };
  t = await startTestServer({
    config: { role: 'web', rateLimitFactor: 1_000_000, limits: roomy },
    start: { log: heard.log, requestMs: 2_000 },
  });
  cast = await assemble(t);
});

afterAll(async () => {
  await t[Symbol.asyncDispose]();
  process.off('unhandledRejection', note);
  process.off('uncaughtException', note);
});

async function judge(request: RawRequest): Promise<void> {
  const { status, body } = await sendRaw(t.server.port, request);
  const leak = leakIn(body);
  if (status === 0 || status >= 500 || leak)
    throw new Error(`${status} "${leak}" to ${inBrief(request)}\n${inBrief(body)}`);
}

test('2,600 requests are answered, none with a 5xx', { timeout: 120_000 }, async () => {
  const four = fc.array(hostileRequest(procedures, cast), { minLength: 4, maxLength: 4 });
  const property = fc.asyncProperty(four, async (requests) => void (await Promise.all(requests.map(judge))));
  await fc.assert(property, { numRuns: 650, endOnFailure: true });
  await expectSound();
});

test('400 streams of bytes that are nearly HTTP get no 5xx and nothing of ours', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(nearlyHttp, nearlyWebSocket), async (bytes) => {
      const { status, body } = await sendBytes(t.server.port, bytes, { end: true }).catch(() => ({
        status: 0,
        body: '',
      }));
      if (status >= 500 || leakIn(body)) throw new Error(`${status} ${inBrief(bytes.toString('latin1'))} ${body}`);
    }),
    { numRuns: 400, endOnFailure: true },
  );
  await expectSound();
});

test('2,600 frames of hostile sessions get no bug for an answer, and leave the server sound', {
  timeout: 120_000,
}, async () => {
  let sent = 0;
  await fc.assert(
    fc.asyncProperty(hostileSession(procedures, cast), async (session) => {
      const played = await playSession(t.server.port, session);
      sent += played.sent;
      for (const frame of played.frames) {
        const leak = leakIn(frame);
        if (leak) throw new Error(`"${leak}" in ${inBrief(frame)} to ${inBrief(session)}`);
        if (frame !== 'PONG') JSON.parse(frame);
      }
    }),
    { numRuns: 260, endOnFailure: true },
  );
  expect(sent).toBeGreaterThan(2000);
  await expectSound();
});

test('an input that is left out is one of which every field is', async () => {
  expect((await sendRaw(t.server.port, { url: '/trpc/posts.list' })).status).toBe(200);
  expect((await sendRaw(t.server.port, { url: '/trpc/posts.get' })).status).toBe(400);
});

async function expectSound(): Promise<void> {
  expect(heard.errors()).toEqual([]);
  expect(uncaught).toEqual([]);
  expect((await sendRaw(t.server.port, { url: '/readyz' })).status).toBe(200);
  const me = await ask(t.server.port, { path: 'me.get', token: cast.member.token, input: {} });
  expect(me).toMatchObject({ profile: { id: cast.member.id } });
}
