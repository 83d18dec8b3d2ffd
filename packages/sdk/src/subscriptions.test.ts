import { afterEach, expect, test, vi } from 'vitest';
import { live, streamAt } from './fixtures/live.ts';
import { Refusal } from './fixtures/refusal.ts';
import type { ServedStream } from './fixtures/served-stream.ts';
import { startServer } from './fixtures/server.ts';
import { createClient, type PostWatchEvent, type Rookery } from './generated/index.ts';

const soon = { timeout: 5000, interval: 5 };
afterEach(() => vi.restoreAllMocks());

const deleted = (postId: string): PostWatchEvent => ({ type: 'deleted', postId });

function watch(client: Rookery, id: string): { seen: string[]; off: () => void } {
  const seen: string[] = [];
  return { seen, off: client.posts.watch({ id }, (event) => seen.push(`${event.type} ${event.postId}`)) };
}

/** Ids of the posts that are watched over a socket, by the number of their subscription. */
function watchedOver(stream: ServedStream): [number, unknown][] {
  return [...stream.subscriptions.values()].map(({ id, path, input }) => {
    expect(path).toBe('posts.watch');
    return [id, Reflect.get(Object(input), 'id')];
  });
}

test('all that is watched goes over one socket, which closes when the last has left', async () => {
  await using t = await live();
  const [one, two] = [watch(t.client, 'a'), watch(t.client, 'b')];
  const stream = await t.stream(2);
  expect([stream.token, watchedOver(stream)]).toEqual([
    t.session.current.accessToken,
    [
      [1, 'a'],
      [2, 'b'],
    ],
  ]);
  const three = watch(t.client, 'c');
  await t.stream(3);
  stream.hint(2, deleted('b'));
  stream.hint(3, deleted('c'));
  await vi.waitFor(() => expect(three.seen).toEqual(['deleted c']), soon);
  expect([one.seen, two.seen]).toEqual([[], ['deleted b']]);
  one.off();
  await vi.waitFor(
    () =>
      expect(watchedOver(stream)).toEqual([
        [2, 'b'],
        [3, 'c'],
      ]),
    soon,
  );
  stream.stop(3);
  two.off();
  await stream.closed;
  expect(t.client.events.status).toBe('idle');
});

test('after a break everything is subscribed to anew, but for what has ended', async () => {
  await using t = await live();
  const [one, two, three] = [watch(t.client, 'a'), watch(t.client, 'b'), watch(t.client, 'c')];
  const first = await t.stream(3);
  first.stop(1);
  three.off();
  await vi.waitFor(() => expect(first.subscriptions.size).toBe(2), soon);
  first.cut();
  const second = await t.stream(4);
  expect(second).not.toBe(first);
  expect(watchedOver(second)).toEqual([[1, 'b']]);
  second.hint(1, deleted('b'));
  await vi.waitFor(() => expect(two.seen).toEqual(['deleted b']), soon);
  expect(one.seen).toEqual([]);
  second.askToReconnect();
  await second.closed;
  expect(watchedOver(await t.stream(5))).toEqual([[1, 'b']]);
});

test('one that is refused is reported and over, the others go on', async () => {
  const onError = vi.fn();
  await using t = await live({ onError });
  const [one, two] = [watch(t.client, 'a'), watch(t.client, 'b')];
  const stream = await t.stream(2);
  stream.refuse(new Refusal('not_found'), 1);
  stream.hint(2, deleted('b'));
  await vi.waitFor(() => expect(two.seen).toEqual(['deleted b']), soon);
  expect(onError.mock.calls).toEqual([[expect.objectContaining({ reason: 'not_found' })]]);
  expect(one.seen).toEqual([]);
  stream.cut();
  expect(watchedOver(await t.stream(3))).toEqual([[1, 'b']]);
});

test('a refused token is renewed, and a limit is waited for', async () => {
  await using t = await live({ onError: () => undefined });
  const { off } = watch(t.client, 'a');
  const first = await t.stream();
  first.refuse(new Refusal('token_expired'));
  const second = await t.stream(2);
  expect(second.token).toBe(t.session.current.accessToken);
  expect(second.token).not.toBe(first.token);
  second.refuse(new Refusal('rate_limited'));
  expect(watchedOver(await t.stream(3))).toEqual([[1, 'a']]);
  off();
});

test('whoever is not signed in watches too, and again as himself when he is', async () => {
  await using t = await live();
  await using server = await startServer(t.server.answer);
  const client = createClient({ url: server.url });
  const { seen } = watch(client, 'a');
  await vi.waitFor(() => expect(server.streams).toHaveLength(1), soon);
  const anonymous = streamAt(server, 0);
  expect(anonymous.token).toBe('');
  await client.auth.login({ login: 'bob', password: 'x' });
  await anonymous.closed;
  await vi.waitFor(() => expect(server.streams).toHaveLength(2), soon);
  expect(streamAt(server, 1).token).toBe(t.session.current.accessToken);
  streamAt(server, 1).hint(1, deleted('a'));
  await vi.waitFor(() => expect(seen).toEqual(['deleted a']), soon);
  client.close();
  await streamAt(server, 1).closed;
});

test('what a handler throws is reported and ends nothing', async () => {
  const onError = vi.fn();
  await using t = await live({ onError });
  const seen: PostWatchEvent[] = [];
  t.client.posts.watch({ id: 'a' }, (event) => {
    if (seen.push(event) === 1) throw new Error('thrown by a handler');
  });
  const stream = await t.stream();
  stream.hint(1, deleted('a'));
  stream.hint(1, deleted('a'));
  await vi.waitFor(() => expect(seen).toHaveLength(2), soon);
  expect(onError).toHaveBeenCalledOnce();
});
