import { createElement } from 'react';
import { renderToString } from 'react-dom/server';
import { afterEach, expect, test, vi } from 'vitest';
import { type Live, live } from '../fixtures/live.ts';
import { inputOf, profileOf } from '../fixtures/people.ts';
import { Refusal } from '../fixtures/refusal.ts';
import type { ServedStream } from '../fixtures/served-stream.ts';
import type { ArrivedCall } from '../fixtures/server.ts';
import type {
  PageInput,
  PostView,
  PresenceInput,
  PresenceView,
  ProfileView,
  SendMessageInput,
  StreamEvent,
} from '../generated/types.ts';
import { conversationOf, messageOf } from '../local/fixtures/talk.ts';
import { renderHook, withProviders } from './fixtures/render.ts';
import {
  useBookmarkPost,
  useConversations,
  useFeed,
  useFollowUser,
  useLikePost,
  useMessages,
  useNotifications,
  usePost,
  usePresence,
  useProfile,
  useRookery,
  useSession,
  useTyping,
  useUnreadCounts,
} from './index.ts';

afterEach(() => vi.restoreAllMocks());

const viewer = { liked: false, reposted: false, bookmarked: false, canEdit: false, canDelete: false };

/** NOTE: of a post, what the hooks look at. */
function postOf(id: string, likeCount = 0): PostView {
  return { id, text: id, likeCount, repostCount: 0, quoteCount: 0, replyCount: 0, viewer } as PostView;
}

/** NOTE: of a profile, what the hooks look at. */
function strangerOf(id: string): ProfileView {
  const viewer = { following: false, followRequested: false };
  return { ...profileOf(id), viewer } as ProfileView;
}

/** Somebody signed in, and a server that answers as the test says, or else as one with little on it. */
async function page(answers: Record<string, (call: ArrivedCall) => unknown> = {}): Promise<Live> {
  const t = await live({ onError: () => undefined });
  const { answer } = t.server;
  const usual: Record<string, (call: ArrivedCall) => unknown> = {
    'notifications.list': () => ({ items: [], nextCursor: null }),
    'notifications.unreadCount': () => ({ count: 3 }),
    'chat.unreadCount': () => ({ count: 2, conversations: 1, requests: 0 }),
    'chat.conversations': () => ({ items: [], nextCursor: 'more' }),
    'posts.get': (call) => postOf(inputOf<{ id: string }>(call).id),
    'users.get': () => strangerOf('bob'),
  };
  t.server.answer = (call) => (answers[call.path] ?? usual[call.path] ?? answer)(call);
  return t;
}

const toldOf = (unreadCount: number): StreamEvent => ({
  id: `e${unreadCount}`,
  at: new Date(0),
  type: 'notification.deleted',
  data: { ids: [], unreadCount },
});

test('notifications follow their events over one socket, which is closed with the page', async () => {
  await using t = await page();
  const rendered = await renderHook(
    t.client,
    () => [useNotifications(), useNotifications(), useUnreadCounts()] as const,
  );
  await rendered.until(([one, two, { notifications, chat }]) => {
    return one.unreadCount === 3 && two.unreadCount === 3 && notifications === 3 && chat?.count === 2;
  });
  const stream = await t.stream();
  stream.send(toldOf(4), 'c1');
  await rendered.until(([{ unreadCount }, , { notifications }]) => unreadCount === 4 && notifications === 4);
  expect(t.server.streams).toHaveLength(1);
  await rendered[Symbol.asyncDispose]();
  await stream.closed;
});

test('unread messages are counted anew when something is said', async () => {
  let count = 2;
  await using t = await page({ 'chat.unreadCount': () => ({ count, conversations: 1, requests: 0 }) });
  await using rendered = await renderHook(t.client, useUnreadCounts);
  await rendered.until(({ chat }) => chat?.count === 2);
  count = 1;
  const data = { conversationId: 'c', userId: 'alice', lastReadSeq: 1 };
  (await t.stream()).send({ id: 'r', at: new Date(0), type: 'conversation.read', data }, 'c1');
  await rendered.until(({ chat }) => chat?.count === 1);
});

test('a like shows at once wherever the post is, and is undone when the server refuses', async () => {
  const gate = Promise.withResolvers<void>();
  await using t = await page({
    'feed.home': () => ({ items: [{ post: postOf('p', 5), reason: { kind: 'follow' } }], nextCursor: null }),
    'posts.get': () => postOf('p', 5),
    'posts.like': () => gate.promise.then(() => Promise.reject(new Refusal('not_found'))),
    'posts.bookmark': () => ({ ...postOf('p', 6), viewer: { ...viewer, bookmarked: true } }),
  });
  await using rendered = await renderHook(t.client, () => ({
    post: usePost('p').data,
    feed: useFeed(),
    like: useLikePost(),
    bookmark: useBookmarkPost(),
  }));
  await rendered.until(({ post, feed }) => post?.likeCount === 5 && feed.items.length === 1);
  await rendered.act(({ like }) => like.mutate({ id: 'p', liked: true }));
  await rendered.until(({ post, feed }) => post?.likeCount === 6 && feed.items[0]?.post.viewer?.liked === true);
  gate.resolve();
  await rendered.until(({ like }) => like.isError);
  expect([rendered.current.post?.likeCount, rendered.current.feed.items[0]?.post.viewer?.liked]).toEqual([5, false]);
  await rendered.act(({ bookmark }) => bookmark.mutate({ id: 'p', bookmarked: true }));
  await rendered.until(({ post, feed }) => post?.likeCount === 6 && feed.items[0]?.post.viewer?.bookmarked === true);
});

test('a post follows its counts, its edits and its end', async () => {
  await using t = await page();
  await using rendered = await renderHook(t.client, () => ({ post: usePost('p') }));
  await rendered.until(({ post }) => post.data?.likeCount === 0);
  const stream = await t.stream();
  await vi.waitFor(() => expect(stream.subscriptions.size).toBe(1));
  const [id = 0] = stream.subscriptions.keys();
  const counts = { likeCount: 7, repostCount: 1, quoteCount: 0, replyCount: 0 };
  stream.hint(id, { type: 'counts', postId: 'p', ...counts });
  await rendered.until(({ post }) => post.data?.likeCount === 7);
  stream.hint(id, { type: 'updated', postId: 'p', post: { ...postOf('p', 7), text: 'edited', viewer: null } });
  await rendered.until(({ post }) => post.data?.text === 'edited');
  expect(rendered.current.post.data?.viewer).toEqual(viewer);
  stream.hint(id, { type: 'deleted', postId: 'p' });
  await rendered.until(({ post }) => post.data === null);
});

test('the feed tells of new posts, and shows them from its top when asked', async () => {
  const posts = ['c', 'b', 'a'].map((id) => ({ post: postOf(id), reason: { kind: 'follow' } }));
  await using t = await page({
    'feed.home': (call) => {
      const at = Number(inputOf<PageInput>(call).cursor ?? 0);
      return { items: posts.slice(at, at + 2), nextCursor: at + 2 < posts.length ? String(at + 2) : null };
    },
  });
  await using rendered = await renderHook(t.client, useFeed);
  await rendered.until(({ items }) => items.length === 2);
  await rendered.act(({ loadMore }) => loadMore());
  await rendered.until(({ items, hasMore }) => items.length === 3 && !hasMore);
  const stream = await t.stream();
  await vi.waitFor(() => expect(stream.subscriptions.size).toBe(1));
  const [id = 0] = stream.subscriptions.keys();
  posts.unshift({ post: postOf('d'), reason: { kind: 'follow' } });
  const news = { type: 'feed.new', data: { postId: 'd', author: profileOf('bob') } };
  stream.hint(id, news);
  stream.hint(id, news);
  await rendered.until(({ newCount }) => newCount === 1);
  await rendered.act(({ showNew }) => showNew());
  await rendered.until(({ items, newCount }) => newCount === 0 && items[0]?.post.id === 'd');
  expect(rendered.current.items.map(({ post }) => post.id)).toEqual(['d', 'c']);
});

test('to follow somebody shows at once and then as the server says', async () => {
  await using t = await page({ 'graph.follow': () => ({ following: true, followedBy: true }) });
  await using rendered = await renderHook(t.client, () => ({
    profile: useProfile({ username: 'bob' }).data,
    follow: useFollowUser(),
  }));
  await rendered.until(({ profile }) => profile?.id === 'bob');
  await rendered.act(({ follow }) => follow.mutate({ userId: 'bob', following: true }));
  await rendered.until(({ profile }) => profile?.viewer?.followedBy === true);
  expect(rendered.current.profile).toMatchObject({ followerCount: 1, viewer: { following: true } });
});

test('conversations and messages follow what is said, and what is sent shows at once', async () => {
  const said = [messageOf({ seq: 1, senderId: 'bob' })];
  const conversation = (): object => conversationOf('c', { lastSeq: said.length });
  const gate = Promise.withResolvers<void>();
  await using t = await page({
    'chat.conversations': (call) => ({
      items: inputOf<{ folder: string }>(call).folder === 'inbox' ? [conversation()] : [],
      nextCursor: null,
    }),
    'chat.messages': () => ({ items: said.toReversed(), nextCursor: null, hasNewer: false }),
    'chat.send': async (call) => {
      await gate.promise;
      const { clientId, text = '' } = inputOf<SendMessageInput>(call);
      return { ...messageOf({ seq: 2, senderId: 'alice', text }), clientId };
    },
  });
  await using rendered = await renderHook(t.client, () => ({
    inbox: useConversations(),
    requests: useConversations('requests'),
    messages: useMessages('c'),
    unread: useUnreadCounts().chat,
  }));
  await rendered.until(({ inbox, messages }) => inbox.items.length === 1 && messages.items.length === 1);
  expect(rendered.current.unread).toEqual({ count: 1, conversations: 1, requests: 0 });
  expect(rendered.current.requests.items).toEqual([]);
  await rendered.act(({ messages }) => messages.send({ text: 'hello' }));
  await rendered.until(({ messages }) => messages.outgoing[0]?.text === 'hello');
  gate.resolve();
  await rendered.until(({ messages }) => messages.items.length === 2 && messages.outgoing.length === 0);
  await rendered.until(({ unread }) => unread?.count === 0);
  const message = messageOf({ seq: 3, senderId: 'bob' });
  (await t.stream()).send({ id: 'e', at: new Date(0), type: 'message.created', data: { message } }, 'c1');
  await rendered.until(({ messages, unread }) => messages.items.length === 3 && unread?.count === 1);
});

test('who is there is read, and followed where hints come', async () => {
  const away = (userId: string): PresenceView => ({ userId, online: false, lastSeenAt: null });
  await using t = await page({
    'users.presence': (call) => ({ items: inputOf<PresenceInput>(call).ids.map(away) }),
  });
  await using rendered = await renderHook(t.client, () => usePresence(['carol', 'bob', 'bob']));
  await rendered.until((people) => people.size === 2);
  const stream = await t.stream();
  await vi.waitFor(() => expect(stream.subscriptions.size).toBe(1));
  const [id = 0] = stream.subscriptions.keys();
  stream.hint(id, { type: 'presence', data: { ...away('dave'), online: true } });
  stream.hint(id, { type: 'presence', data: { ...away('bob'), online: true } });
  await rendered.until((people) => people.get('bob')?.online === true);
  expect([...rendered.current.keys()].sort()).toEqual(['bob', 'carol']);
});

/** The stream on which a procedure is subscribed to. */
function streamOf({ server }: Live, path: string): Promise<ServedStream> {
  return vi.waitFor(() => {
    const stream = server.streams.find(({ subscriptions }) =>
      [...subscriptions.values()].some((it) => it.path === path),
    );
    if (!stream) throw new Error(`nobody has subscribed to ${path}`);
    return stream;
  });
}

test('who writes in a conversation is shown for six seconds, or until he has written', async () => {
  await using t = await page({ 'chat.typing': () => ({ ok: true }) });
  await using rendered = await renderHook(t.client, () => useTyping('c'));
  const stream = await streamOf(t, 'events.ephemeral');
  const [id = 0] = stream.subscriptions.keys();
  stream.hint(id, { type: 'typing', data: { conversationId: 'other', userId: 'carol' } });
  stream.hint(id, { type: 'typing', data: { conversationId: 'c', userId: 'alice' } });
  stream.hint(id, { type: 'typing', data: { conversationId: 'c', userId: 'bob' } });
  await rendered.until(({ userIds }) => userIds.join() === 'bob');
  const message = messageOf({ seq: 1, senderId: 'bob' });
  const said: StreamEvent = { id: 'e', at: new Date(0), type: 'message.created', data: { message } };
  (await streamOf(t, 'events.stream')).send(said, 'c1');
  await rendered.until(({ userIds }) => userIds.length === 0);
  await rendered.act(({ tell }) => {
    tell();
    tell();
  });
  await vi.waitFor(() => expect(t.server.calls.filter(({ path }) => path === 'chat.typing')).toHaveLength(1));
});

test('nobody is shown what was read in the name of another', async () => {
  await using t = await page({ 'posts.get': ({ token }) => ({ ...postOf('p'), text: `for ${token}` }) });
  await using rendered = await renderHook(t.client, () => ({
    session: useSession()?.accountId,
    text: usePost('p').data?.text,
    unread: useNotifications().unreadCount,
  }));
  await rendered.until(({ text, unread }) => text !== undefined && unread === 3);
  const before = rendered.current.text;
  const seen: unknown[] = [];
  await rendered.act(() => t.client.auth.login({ login: 'bob', password: 'x' }));
  seen.push(rendered.current.text);
  expect(rendered.current.session).toBe('bob');
  expect(seen).not.toContain(before);
  await rendered.until(({ text }) => text === `for ${t.session.current.accessToken}`);
});

function Page(): string {
  const { unreadCount, status } = useNotifications();
  const { chat } = useUnreadCounts();
  return JSON.stringify([useSession(), status, unreadCount, chat, useFeed().status, useTyping('c').userIds]);
}

function Stray(): string {
  return String(useRookery());
}

test('a server renders the hooks as of nobody, and opens nothing', async () => {
  await using t = await page();
  const html = renderToString(withProviders(t.client, createElement(Page)));
  expect(html.replaceAll('&quot;', '"')).toBe('[null,"loading",0,null,"pending",[]]');
  expect(t.server.streams).toHaveLength(0);
  expect(() => renderToString(createElement(Stray))).toThrow('RookeryProvider');
});
