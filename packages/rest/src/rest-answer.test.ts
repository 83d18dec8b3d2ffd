import { Done } from '@rookery/contract';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { type Asked, answerOf } from './rest-answer.ts';
import type { Route } from './route-table.ts';

const route: Route = {
  procedure: 'things.list',
  type: 'query',
  method: 'GET',
  path: '/things',
  parameters: [],
  input: z.object({}),
  output: z.object({}),
  declaration: { access: 'anyone', doc: 'Lists things.', scope: 'read', rest: 'GET /things' },
};
const asked = (more: Partial<Asked> = {}): Asked => ({
  prefix: '/api/v1',
  path: '/things',
  query: new URLSearchParams('limit=2&q=gr%C3%BCn'),
  ifNoneMatch: undefined,
  ...more,
});
const page = (nextCursor: string | null, items = [1, 2]) => ({ items, nextCursor });

test('a page whose cursor names the moment of its making has the tag of its items', () => {
  const { etag } = answerOf(route, page('bm93'), asked()).headers;
  const later = answerOf(route, page('bGF0ZXI'), asked({ ifNoneMatch: etag }));
  expect(later).toMatchObject({ status: 304, text: '', headers: { etag } });
  for (const other of [page('bm93', [1, 3]), page(null)])
    expect(answerOf(route, other, asked({ ifNoneMatch: etag }))).toMatchObject({
      status: 200,
      text: JSON.stringify(other),
    });
});

test('a page leads on to the next one by what it was asked with', () => {
  const query = new URLSearchParams('cursor=b2xk&limit=2&q=gr%C3%BCn');
  expect(answerOf(route, page('bm93'), asked({ query })).headers['link']).toBe(
    '</api/v1/things?cursor=bm93&limit=2&q=gr%C3%BCn>; rel="next"',
  );
  expect(answerOf(route, page(null), asked({ query })).headers).not.toHaveProperty('link');
});

test('what was created is said to be where its fields say, and what is done says nothing', () => {
  const declaration = { ...route.declaration, created: '/things/{thing.id}' } as const;
  const post: Route = { ...route, method: 'POST', type: 'mutation', declaration };
  expect(answerOf(post, { thing: { id: 'a/b' } }, asked())).toMatchObject({
    status: 201,
    headers: { location: '/api/v1/things/a%2Fb', 'cache-control': 'no-store' },
  });
  expect(answerOf({ ...post, output: Done }, { ok: true }, asked())).toEqual({ status: 204, headers: {}, text: '' });
});
