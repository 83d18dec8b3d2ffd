/** Twenty lines as people write them; what TypeScript has to do for them is measured. */
export const twentyLines = `import { createClient, RookeryError } from '@rookery/sdk';

const rookery = createClient({ url: 'https://rookery.example' });

export async function main(): Promise<void> {
  const session = await rookery.auth.login({ login: 'alice', password: 'correct horse battery' });
  const bob = await rookery.users.get({ username: 'bob' });
  if (!bob.viewer?.following) await rookery.graph.follow({ userId: bob.id });
  const post = await rookery.posts.create({ text: \`Hello \${bob.displayName}\` });
  await rookery.posts.like({ id: post.id });
  const page = await rookery.feed.home({ limit: 10 });
  for (const { post: seen, reason } of page.items) console.log(seen.author.username, reason.kind);
  for await (const reply of rookery.posts.replies.all({ id: post.id })) console.log(reply.createdAt.toISOString());
  const off = rookery.events.on('notification.created', ({ data }) => console.log(data.notification.type, data.unreadCount));
  try {
    await rookery.posts.delete({ id: session.profile.id });
  } catch (error) {
    if (error instanceof RookeryError && error.reason === 'not_found') off();
  }
}
`;

/** Says what types must be: none of them \`any\`, wrong uses refused. */
export const probes = `import { createClient, RookeryError } from '@rookery/sdk';
import type { CallOptions, FeedItem, Fetch, LiveEvents, LocalChat, MessagesState, OutgoingMessage, PostView, Reason, RookeryApi, RookeryEvents, Session, SessionState, StreamEvent } from '@rookery/sdk';

type IsAny<T> = 0 extends 1 & T ? true : false;
type AnyOf<T extends readonly unknown[]> = true extends { [K in keyof T]: IsAny<T[K]> }[number] ? true : false;
const rookery = createClient({ url: '/' });
export const none: AnyOf<[
  typeof rookery, RookeryApi, LiveEvents, Session, SessionState, PostView, PostView['createdAt'], PostView['author'], FeedItem['reason'],
  Parameters<RookeryApi['posts']['create']>[0], Awaited<ReturnType<RookeryApi['posts']['create']>>, CallOptions['signal'], StreamEvent,
  RookeryEvents['notification.created']['data'], RookeryError['reason'], LocalChat, ReturnType<LocalChat['messages']>['current'], MessagesState['items'], OutgoingMessage['state'], Parameters<Fetch>[1], Awaited<ReturnType<Fetch>>,
  RookeryApi['feed']['home'] extends { all(): AsyncIterable<infer Item> } ? Item : never,
]> = false;
export const date: Date = {} as PostView['createdAt'];
export const reason: Reason | 'network' = {} as RookeryError['reason'];

const calls: (() => unknown)[] = [
  // @ts-expect-error there is no such namespace
  () => rookery.nothing.get(),
  // @ts-expect-error there is no such procedure
  () => rookery.posts.shout({ text: '' }),
  // @ts-expect-error a text is a string
  () => rookery.posts.create({ text: 1 }),
  // @ts-expect-error an edit names the version that it changes
  () => rookery.posts.update({ id: '', text: '' }),
  // @ts-expect-error there is no such field
  () => rookery.posts.create({ text: '', mood: 'good' }),
  // @ts-expect-error an unknown visibility
  () => rookery.posts.create({ text: '', visibility: 'secret' }),
  // @ts-expect-error replies are of a post
  () => rookery.posts.replies(),
  // @ts-expect-error there is no such event
  () => rookery.events.on('nothing.happened', () => undefined),
  // @ts-expect-error a notification has no text
  () => rookery.events.on('notification.created', ({ data }) => data.notification.text),
  // @ts-expect-error an address is needed
  () => createClient({}),
  () => rookery.posts.create({ text: '', replyToId: undefined }, { signal: undefined, idempotencyKey: 'k' }),
  () => rookery.feed.home(undefined, { signal: new AbortController().signal }),
  // @ts-expect-error a message has a text
  () => rookery.chat.local().send('', {}),
  () => createClient({ url: '/', fetch, WebSocket, storage: localStorage, outbox: localStorage }),
];
export { calls };
`;

/** A program for Node alone, without the types of browsers. */
export const nodeProgram = `import { createClient } from '@rookery/sdk';

const kept = new Map<string, string>();
const storage = { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => kept.set(key, value), removeItem: (key: string) => kept.delete(key) };
export const rookery = createClient({ url: 'http://127.0.0.1:3000', storage, fetch: (url, init) => fetch(url, init) });
`;

/** tRPC's own client on the router's type. */
export const trpcProgram = `import type { AppRouter } from '@rookery/sdk/trpc';
import { createTRPCClient, httpBatchLink } from '@trpc/client';
import superjson from 'superjson';

const client = createTRPCClient<AppRouter>({ links: [httpBatchLink({ url: '/trpc', transformer: superjson })] });
export const post = client.posts.get.query({ id: '' });
export const date: Promise<Date> = post.then(({ createdAt }) => createdAt);
`;

/** Components that stand on the hooks. */
export const reactProgram = `import { createClient, type RookeryError } from '@rookery/sdk';
import { RookeryProvider, useConversations, useFeed, useLikePost, useMessages, useNotifications, usePost, usePresence, useSession } from '@rookery/sdk/react';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createElement, type ReactElement } from 'react';

const rookery = createClient({ url: '/' });
function Page(): ReactElement {
  const { unreadCount, items, markAllRead } = useNotifications();
  const session: string | undefined = useSession()?.accountId;
  const like = useLikePost();
  const { data: post } = usePost('id');
  const date: Date | undefined = post?.createdAt;
  const failure: RookeryError | null = like.error;
  // @ts-expect-error a notification has no text
  const text: unknown = items[0]?.text;
  // @ts-expect-error whether it is liked is to be said
  like.mutate({ id: '' });
  const { newCount, showNew } = useFeed();
  const { items: [conversation] } = useConversations();
  const { items: messages, outgoing, send } = useMessages(conversation?.id ?? '');
  const online: boolean | undefined = usePresence(['id']).get('id')?.online;
  const state: 'pending' | 'failed' | undefined = outgoing[0]?.state;
  // @ts-expect-error a message has a text
  void send({ mediaIds: [] });
  return createElement('button', { onClick: () => void markAllRead().then(showNew) }, [unreadCount, newCount, session, date, failure, text, messages.length, online, state].join());
}
export const app = createElement(
  QueryClientProvider,
  { client: new QueryClient() },
  createElement(RookeryProvider, { client: rookery }, createElement(Page)),
);
`;

/** What is bundled and weighed: a program that makes one call, and one with live events. */
export const bundles = {
  'one call': `import { createClient } from '@rookery/sdk';
console.log(await createClient({ url: '/' }).system.info());
`,
  'live events': `import { createClient } from '@rookery/sdk';
createClient({ url: '/' }).events.on('notification.created', ({ data }) => console.log(data));
`,
  'local chat': `import { createClient } from '@rookery/sdk';
createClient({ url: '/' }).chat.local().conversations.subscribe(() => undefined);
`,
};

/** Which parts of the package each of these loads later. */
export const laterParts: Readonly<Record<string, readonly string[]>> = {
  'live events': ['sockets'],
  'local chat': ['sockets', 'chat-view'],
};
