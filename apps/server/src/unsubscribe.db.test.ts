import { invitePeople, startTestServer, type TestServer } from '@rookery/testkit';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';

let t: TestServer;
let ann: string;
let link: string;
beforeAll(async () => {
  t = await startTestServer();
  const people = await invitePeople(t.app, 'ann', 'ben');
  ann = people.ann;
  await t.app.sql.raw('update account set email_verified_at = now()');
  const enqueued = { recipient: ann, actor: people.ben, notification: crypto.randomUUID() };
  await t.app.sql.raw(
    `with n as (insert into notification (id, recipient_id, type, subject_id, actor_count) values ($3, $1, 'follow', $1, 1)),
       a as (insert into notification_actor values ($3, $2, $3))
     insert into digest_item select $1, 'follow', $3, $2, now(), now()`,
    [enqueued.recipient, enqueued.actor, enqueued.notification],
  );
  await t.app.sql.raw(`insert into pgboss.job (name, data) values ('notifications.send-digests', '{}')`);
  const header = await vi.waitFor(() => {
    const [letter] = t.mailer.sent.filter(({ to }) => to === 'ann@rookery.test');
    if (!letter) throw new Error('no letter yet');
    return letter.headers?.['List-Unsubscribe'] ?? '';
  }, 15_000);
  link = header.slice(1, -1).replace(/^http:\/\/[^/]+/, t.url);
});
afterAll(() => t[Symbol.asyncDispose]());

const isMailed = async () => {
  const rows = await t.app.sql.raw(`select email from notification_setting where profile_id = $1 and type = 'follow'`, [
    ann,
  ]);
  return rows.length === 0;
};
const post = (url: string, body?: string) =>
  fetch(url, {
    method: 'POST',
    ...(body === undefined ? {} : { body, headers: { 'content-type': 'application/x-www-form-urlencoded' } }),
  });

test('to follow the link shows a page with a button and changes nothing, however often', async () => {
  for (const method of ['GET', 'GET', 'HEAD']) {
    const answer = await fetch(link, { method });
    const text = await answer.text();
    expect([answer.status, Object.fromEntries(answer.headers)]).toMatchObject([
      200,
      {
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'no-store',
        'referrer-policy': 'no-referrer',
        'content-security-policy': expect.stringMatching(
          /^default-src 'none'; style-src 'sha256-[^']+'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/,
        ),
      },
    ]);
    expect(text).not.toContain('<script');
    if (method === 'GET') expect(text).toContain('<form method="post"');
  }
  expect(await isMailed()).toBe(true);
});

test.each([
  ['without a token', ''],
  ['with another', '?token=follow.x.y'],
  ['with one that is too long', `?token=${'x'.repeat(5000)}`],
  ['with markup', '?token=%22%3E%3Cscript%3E'],
  ['with one that does not decode', '?token=%ff%zz'],
])('%s neither page nor post does anything', async (_, query) => {
  const url = `${t.url}/unsubscribe${query}`;
  const page = await fetch(url);
  expect([page.status, page.headers.get('content-type')]).toEqual([400, 'text/html; charset=utf-8']);
  expect(await page.text()).not.toMatch(/<script|<form/);
  const posted = await post(url, 'List-Unsubscribe=One-Click');
  expect([posted.status, posted.headers.get('content-type')]).toEqual([400, 'text/plain; charset=utf-8']);
  expect(await isMailed()).toBe(true);
});

test('no other method is taken', async () => {
  const answer = await fetch(link, { method: 'DELETE' });
  expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, HEAD, POST']);
});

test('to post to it takes the recipient off, once and again, with the body of programs and without', async () => {
  for (const body of ['List-Unsubscribe=One-Click', undefined, 'anything else']) {
    const answer = await post(link, body);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/plain; charset=utf-8']);
    expect(await isMailed()).toBe(false);
  }
});

test('posts are counted as the calls of others who are not signed in', async () => {
  await using slow = await startTestServer({ config: { rateLimitFactor: 0.01 } });
  const url = `${slow.url}/unsubscribe?token=x`;
  const statuses: number[] = [];
  for (let n = 0; n < 4; n += 1) statuses.push((await post(url)).status);
  expect(statuses).toEqual([400, 400, 400, 429]);
  expect(Number((await post(url)).headers.get('retry-after'))).toBeGreaterThan(0);
});
