import { accessToken } from './access-token.ts';
import type { Target } from './load.ts';
import { mutationBy } from './rpc.ts';
import type { Member } from './seed.ts';

type Request = ReturnType<Target['request']>;

/** A call of ours beside the same work done barely. */
export interface Case {
  name: string;
  /** The share of the bare limit's requests a second that is promised, or null where none is. */
  target: number | null;
  ours(n: number): Request;
  bare(n: number): Request;
}

/** What the calls are about. */
export interface Material {
  members: readonly Member[];
  postIds: readonly string[];
  userIds: readonly string[];
}

const json = { 'content-type': 'application/json' };
const input = (value: object) => encodeURIComponent(JSON.stringify({ json: value }));

function at<T>(list: readonly T[], n: number): T {
  return list[n % list.length] as T;
}

/** Reads over REST, each beside the same call over tRPC. */
export function readsOverRest({ members, postIds, userIds }: Material): Case[] {
  const tokens = members.map(accessToken);
  const headers = (n: number) => ({ authorization: `Bearer ${at(tokens, n)}` });
  const read = (name: string, fields: (n: number) => object, path: (n: number) => string): Case => ({
    name,
    target: null,
    ours: (n) => ({ path: `/api/v1${path(n)}`, headers: headers(n) }),
    bare: (n) => ({ path: `/trpc/${name}?input=${input(fields(n))}`, headers: headers(n) }),
  });
  const postId = (n: number) => at(postIds, n * 13);
  const userId = (n: number) => at(userIds, n * 13);
  return [
    read(
      'feed.home',
      () => ({ limit: 20 }),
      () => '/feed?limit=20',
    ),
    read(
      'posts.get',
      (n) => ({ id: postId(n) }),
      (n) => `/posts/${postId(n)}`,
    ),
    read(
      'users.get',
      (n) => ({ id: userId(n) }),
      (n) => `/users/${userId(n)}`,
    ),
    read(
      'users.posts',
      (n) => ({ id: userId(n), with: 'posts' }),
      (n) => `/users/${userId(n)}/posts?with=posts`,
    ),
  ];
}

/** Every call that is measured. */
export function callsOf({ members, postIds, userIds }: Material): Case[] {
  const tokens = members.map(accessToken);
  const signed = (n: number) => ({ authorization: `Bearer ${at(tokens, n)}` });
  const query = (n: number, path: string, value: object): Request => ({
    path: `/trpc/${path}?input=${input(value)}`,
    headers: signed(n),
  });
  const mutation = (n: number, path: string, value: object): Request => mutationBy(at(tokens, n), path, value);
  const half = Math.floor((userIds.length - members.length) / 2);
  /** Somebody whom member n has not followed under load; ours and bare take halves of their own. */
  const freshUser = (n: number, part: 0 | 1) =>
    at(userIds, members.length + part * half + ((n * 13 + Math.floor(n / half)) % half));
  const viewer = (n: number) => `viewer=${at(members, n).id}`;
  return [
    {
      name: 'feed.home',
      target: 0.5,
      ours: (n) => query(n, 'feed.home', {}),
      bare: (n) => ({ path: `/feed?${viewer(n)}` }),
    },
    {
      name: 'posts.get',
      target: 0.4,
      ours: (n) => query(n, 'posts.get', { id: at(postIds, n * 13) }),
      bare: (n) => ({ path: `/post?${viewer(n)}&id=${at(postIds, n * 13)}` }),
    },
    {
      name: 'users.get',
      target: 0.4,
      ours: (n) => query(n, 'users.get', { id: at(userIds, n * 13) }),
      bare: (n) => ({ path: `/user?${viewer(n)}&id=${at(userIds, n * 13)}` }),
    },
    {
      name: 'posts.create',
      target: 0.5,
      ours: (n) => mutation(n, 'posts.create', { text: `A thought about number ${n}, which turned out well.` }),
      bare: (n) => ({
        method: 'POST',
        path: `/create?${viewer(n)}`,
        headers: json,
        body: JSON.stringify({ text: `A thought about number ${n}, which turned out well.` }),
      }),
    },
    {
      name: 'graph.follow',
      target: null,
      ours: (n) => mutation(n, 'graph.follow', { userId: freshUser(n, 0) }),
      bare: (n) => ({
        method: 'POST',
        path: `/follow?${viewer(n)}`,
        headers: json,
        body: JSON.stringify({ userId: freshUser(n, 1) }),
      }),
    },
  ];
}
