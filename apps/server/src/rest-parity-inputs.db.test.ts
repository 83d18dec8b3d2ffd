import { newId } from '@rookery/api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AnswerCheck, answerCheck } from '../tests/rest/document.ts';
import { expectKnown, expectProblem, planOf } from '../tests/rest/expectations.ts';
import { type Ask, askAt, type HttpRequest, jsonBody, jsonOf } from '../tests/rest/http.ts';
import { openWorlds, type Worlds } from '../tests/rest/worlds.ts';

let worlds: Worlds;
let ask: Ask;
let token: string;
let check: AnswerCheck;
beforeAll(async () => {
  worlds = await openWorlds(['owner']);
  check = answerCheck();
  ask = askAt(worlds.one.server.port);
  ({ token } = worlds.stage.people.owner);
}, 120_000);
afterAll(() => worlds[Symbol.asyncDispose]());

const post = (body: unknown, more: Partial<HttpRequest> = {}) =>
  ask({ method: 'POST', path: '/posts', token, ...jsonBody(body), ...more });

describe('bodies', () => {
  test.each([
    'application/json',
    'application/json; charset=utf-8',
    'Application/JSON;charset=UTF-8',
    'application/merge-patch+json',
  ])('may be said to be %s', async (type) => {
    expect((await post({ text: 'hi' }, { headers: { 'content-type': type } })).status).toBe(201);
  });

  test('of nothing are an empty object', async () => {
    expectProblem(await ask({ method: 'POST', path: '/posts', token }), 400, 'validation_failed');
    expect((await ask({ method: 'POST', path: '/notifications/read-all', token })).status).toBeLessThan(300);
  });

  test('may begin with a byte order mark', async () => {
    const { headers } = jsonBody({});
    expect((await ask({ method: 'POST', path: '/posts', token, headers, body: '\ufeff{"text":"hi"}' })).status).toBe(
      201,
    );
  });

  const long = JSON.stringify({ text: 'x'.repeat(300_000) });

  test.each([
    ['POST', '/posts'],
    ['PATCH', '/me'],
    ['PUT', '/me/username'],
    ['DELETE', '/me'],
    ['POST', '/conversations'],
  ])('that are too long are refused: %s %s', async (method, path) => {
    const { headers } = jsonBody({});
    const at = { method, path, token };
    expectProblem(await ask({ ...at, headers, body: long }), 413, 'payload_too_large');
    const chunked = { ...headers, 'transfer-encoding': 'chunked' };
    const answer = await ask({ ...at, headers: chunked, body: long });
    expectProblem(answer, 413, 'payload_too_large');
    expectKnown(check, { ...planOf(worlds, 'posts.create').route, method, path }, answer);
    expect((await ask({ path: '/me', token })).status).toBe(200);
  });

  test('that are deep or hold odd names break nothing', async () => {
    const { headers } = jsonBody({});
    const send = (body: string) => ask({ method: 'POST', path: '/posts', token, headers, body });
    const deep = `{"text":${'['.repeat(50_000)}${']'.repeat(50_000)}}`;
    expectProblem(await send(deep), 400, 'validation_failed');
    for (const name of ['__proto__', 'constructor', 'toString', ''])
      expectProblem(await send(`{"text":"hi","${name}":{"x":1}}`), 400, 'validation_failed');
  });

  test('do not name again what the path names', async () => {
    const { headers } = jsonBody({});
    const id = newId();
    const answer = await ask({
      method: 'PATCH',
      path: `/media/${id}`,
      token,
      headers,
      body: `{"id":"${id}","alt":"x"}`,
    });
    expect(expectProblem(answer, 400, 'validation_failed').issues).toMatchObject([{ path: ['id'] }]);
  });

  test('are not coerced', async () => {
    for (const [name, value] of Object.entries({ isPrivate: 'false', bio: 7, avatarId: false })) {
      const answer = await ask({ method: 'PATCH', path: '/me', token, ...jsonBody({ [name]: value }) });
      expect(expectProblem(answer, 400, 'validation_failed').issues).toMatchObject([{ path: [name] }]);
    }
    for (const scheduledAt of [
      1_900_000_000_000,
      'tomorrow',
      '2030-02-30',
      '2030-13-01',
      '2030-01-02T03:04:05',
      true,
      '',
    ])
      expectProblem(await post({ text: 'later', scheduledAt }), 400, 'validation_failed');
  });

  test.each([
    ['2030-01-02', '2030-01-02T00:00:00.000Z'],
    ['2030-01-02T03:04Z', '2030-01-02T03:04:00.000Z'],
    ['2030-01-02T03:04:05.678+02:00', '2030-01-02T01:04:05.678Z'],
    ['2030-02-28T23:59:59.999999Z', '2030-02-28T23:59:59.999Z'],
  ])('name the moment %s', async (given, moment) => {
    const answer = await ask({
      method: 'POST',
      path: '/tokens',
      token,
      ...jsonBody({ name: 'x', scopes: ['read'], expiresAt: given }),
    });
    expect(jsonOf(answer).expiresAt).toBe(moment);
  });
});

describe('queries', () => {
  const read = (path: string) => ask({ path, token });

  test.each([
    '/posts?limit=abc',
    '/posts?limit=',
    '/posts?limit=1e1',
    '/posts?limit=+3',
    '/posts?limit=0x10',
    '/posts?limit=2&limit=3',
    '/posts?limit=2.5',
    '/posts?limit=0',
    '/posts?limit=101',
    '/posts?limit=9007199254740993',
    '/posts?limit[]=2',
    '/posts?Limit=2',
    '/posts?limit=%zz',
    '/posts?nonsense=1',
    '/posts?__proto__=1',
    '/posts?constructor=1',
    '/posts?=1',
    '/groups?mine=1',
    '/groups?mine=False',
    '/groups?mine=',
    '/groups?mine=true&mine=false',
    '/search/posts?query=post&since=yesterday',
    '/search/posts?query=post&since=2020-02-30',
    '/search/posts?query=post&since=2020-01-02T03:04:05',
    '/search/posts?query=post&since=1577934245000',
    '/search/posts?query=a&query=b',
    '/search/posts',
    '/notifications?types=reply,nonsense',
    '/users/presence',
    '/users/presence?ids=x',
    '/me?x=1',
    '/system/info?x=1',
  ])('%s is refused', async (path) => {
    const { issues } = expectProblem(await read(path), 400, 'validation_failed');
    expect(issues).not.toEqual([]);
  });

  const same = async (one: string, other: string) => {
    const [a, b] = [await read(one), await read(other)];
    expect([a.status, b.status]).toEqual([200, 200]);
    expect(jsonOf(a).items).toEqual(jsonOf(b).items);
    return a;
  };

  test('false is false', async () => {
    const all = await same('/groups?mine=false&limit=100', '/groups?limit=100');
    const mine = await read('/groups?mine=true&limit=100');
    expect(jsonOf(mine).items).not.toEqual(jsonOf(all).items);
    expect(jsonOf(all).items).not.toEqual([]);
  });

  test('lists come repeated or with commas', async () => {
    const list = await same('/notifications?types=reply,follow', '/notifications?types=reply&types=follow');
    await same('/notifications?types=reply,follow', '/notifications?types=reply%2Cfollow');
    expect(jsonOf(list).items).not.toEqual(jsonOf(await read('/notifications?types=quote')).items);
    expect(jsonOf(list).items).not.toEqual([]);
  });

  test('dates name moments in every zone', async () => {
    const at = '/search/posts?query=post&since=';
    await same(`${at}2020-01-02`, `${at}2020-01-02T00:00:00Z`);
    await same(`${at}2020-01-02T02:00:00%2B02:00`, `${at}2020-01-02T00:00:00.000Z`);
    expect(jsonOf(await read(`${at}2099-01-01`)).items).toEqual([]);
  });

  test('plus is a blank, and what follows a hash is not sent on', async () => {
    await same('/search/users?query=person+1', '/search/users?query=person%201');
  });
});

describe('numbers in queries', () => {
  test('are read where a schema takes 0 besides, as in messages after a seq', async () => {
    const { conversationId } = planOf(worlds, 'chat.messages').input as { conversationId: string };
    const seqs = async (query: string): Promise<number[]> => {
      const answer = await ask({ path: `/conversations/${conversationId}/messages?${query}`, token });
      expect([query, answer.status]).toEqual([query, 200]);
      return (jsonOf(answer).items as { seq: number }[]).map(({ seq }) => seq);
    };
    const all = await seqs('limit=100');
    expect(all).not.toEqual([]);
    expect(await seqs('limit=100&after=0')).toEqual(all);
    expect(await seqs('limit=100&after=1')).toEqual(all.filter((seq) => seq > 1));
  });
});

describe('percent-encoding', () => {
  test('carries a hashtag of any letters', async () => {
    for (const tag of ['gr%C3%B6%C3%9Fe', 'gr%c3%b6%c3%9fe', 'gro%CC%88%C3%9Fe', 'GR%C3%96%C3%9FE']) {
      const answer = await ask({ path: `/hashtags/${tag}/posts?limit=3` });
      expect([tag, jsonOf(answer).items]).toEqual([
        tag,
        expect.arrayContaining([expect.objectContaining({ id: expect.any(String) })]),
      ]);
    }
  });

  test('carries an emoji of several code points', async () => {
    const plan = planOf(worlds, 'chat.react');
    const { id } = plan.input as { id: string };
    for (const emoji of ['%F0%9F%91%8D%F0%9F%8F%BD', '%F0%9F%91%A8%E2%80%8D%F0%9F%91%A9%E2%80%8D%F0%9F%91%A7']) {
      const answer = await ask({ method: 'PUT', path: `/messages/${id}/reactions/${emoji}`, token });
      expect(answer.status).toBe(200);
      expect(jsonOf(answer).reactions).toContainEqual(expect.objectContaining({ emoji: decodeURIComponent(emoji) }));
      const gone = await ask({ method: 'DELETE', path: `/messages/${id}/reactions/${emoji}`, token });
      expect(jsonOf(gone).reactions).toEqual([]);
    }
  });

  test('of fixed steps changes nothing, and of a stroke makes no step', async () => {
    expect((await ask({ path: '/%70osts?limit=1' })).status).toBe(200);
    expectProblem(await ask({ path: '/users/by-username/owner%2Fposts' }), 400, 'validation_failed');
    expectProblem(await ask({ path: '/users/by-username/..%2F..' }), 400, 'validation_failed');
    expectProblem(await ask({ path: '/users/by-username/%00' }), 400, 'validation_failed');
  });
});
