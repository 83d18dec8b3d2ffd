import { createTestApp, invitePeople, type TestApp } from '@rookery/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';

let t: TestApp;
beforeAll(async () => {
  t = await createTestApp();
});
afterAll(() => t[Symbol.asyncDispose]());

test('a bigint in a call with a key is an input that does not parse, not a bug', async () => {
  const { alice } = await invitePeople(t.app, 'alice');
  const input = { text: 5n } as unknown as { text: string };
  await expect(t.as(alice, { idempotencyKey: 'big' }).posts.create(input)).rejects.toMatchObject({
    code: 'BAD_REQUEST',
  });
});

test('a refusal that passes says in a header when, whoever refuses', async () => {
  const app = { ...t.app, limiter: { charge: async () => ({ allowed: false, remaining: 0, resetMs: 41_500 }) } };
  const headers = new Map<string, string>();
  const setHeader = (name: string, value: string) => void headers.set(name, value);
  await expect(t.as(null, { app, setHeader }).system.info()).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS' });
  expect(headers.get('retry-after')).toBe('42');

  headers.clear();
  const away = () => Promise.reject(Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }));
  const cutOff = { ...t.app, sql: { ...t.app.sql, rows: away } };
  await expect(t.as(null, { app: cutOff, setHeader }).posts.list({})).rejects.toMatchObject({
    code: 'SERVICE_UNAVAILABLE',
  });
  expect(headers.get('retry-after')).toBe('1');
});
