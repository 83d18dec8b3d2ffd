import { browser } from './browser.ts';
import { createCall } from './call.ts';
import { Dispatch } from './dispatch.ts';
import type { LiveEvents } from './events.ts';
import type { RookeryApi } from './generated/api.ts';
import type { StreamHead } from './generated/types.ts';
import { guard } from './guard.ts';
import { Hub } from './live/hub.ts';
import { LateSubscriptions } from './live/late-subscriptions.ts';
import { loadOnce } from './live/loading.ts';
import type { SocketConstructor } from './live/socket.ts';
import { type ChatWithView, withChat } from './local/late-chat.ts';
import { type NotificationsWithView, withView } from './local/late-notifications.ts';
import { createNamespaces } from './namespaces.ts';
import { refreshOver } from './refresh.ts';
import type { SessionStorage } from './session-storage.ts';
import { type SessionState, SessionStore } from './session-store.ts';
import { browserStorage, locked, watchStorage } from './storage.ts';
import { sessionOf } from './stored-session.ts';
import { createTransport, type Fetch } from './transport.ts';

/** How to reach a server, and what to use of the machine. */
export interface ClientOptions {
  /** Where the server is, like `https://rookery.example`. */
  url: string;
  /**
   * A personal access token (`rk_…`) to call with, for programs: nobody has to sign in, and nothing is kept. Once the server refuses
   * it, the client is signed out.
   */
  token?: string | undefined;
  /** Where the session is kept. Browsers: localStorage; elsewhere it ends with the client. */
  storage?: SessionStorage | undefined;
  /**
   * Where messages of `chat.local()` are kept until they are sent, so that they survive a reload: like `localStorage`, which tabs
   * share. Without it they end with the client.
   */
  outbox?: SessionStorage | undefined;
  /** Another `fetch` than the global one. */
  fetch?: Fetch | undefined;
  /** Another `WebSocket` than the global one; Node before 22 has none. */
  WebSocket?: SocketConstructor | undefined;
  /** Called when somebody signs in or out, and when the token is renewed. */
  onSession?: ((session: SessionState | null) => void) | undefined;
  /** Gets what handlers throw and what goes wrong unseen; the console by default. */
  onError?: ((error: unknown) => void) | undefined;
}

/** Who is signed in. */
export interface ClientSession {
  /** The session of now, or null; the same object until it changes. */
  readonly current: SessionState | null;
  /** When a kept session has been read; at once with localStorage. */
  readonly ready: Promise<void>;
  /** Calls back after each change; returns the way out. */
  subscribe(listener: (session: SessionState | null) => void): () => void;
}

/** A client of a Rookery server: its procedures by namespace, the session and the live events. */
export interface Rookery extends RookeryApi {
  readonly notifications: NotificationsWithView;
  readonly chat: ChatWithView;
  readonly session: ClientSession;
  readonly events: LiveEvents;
  /** Closes the socket and stops listening to other tabs; calls still work. */
  close(): void;
}

/**
 * Makes a client.
 * @example
 * const rookery = createClient({ url: 'https://rookery.example' });
 * await rookery.auth.login({ login: 'alice', password });
 * const post = await rookery.posts.create({ text: 'Hello' });
 * for await (const { post } of rookery.feed.home.all()) console.log(post.text);
 */
export function createClient(options: ClientOptions): Rookery {
  const url = options.url.replace(/\/+$/, '');
  const report = reportTo(options.onError ?? writeToConsole);
  const send = createTransport(url, options.fetch ?? ownFetch);
  const { token } = options;
  const session = new SessionStore({
    storage: token ? null : (options.storage ?? browserStorage()),
    given: token ? sessionOf(token) : undefined,
    key: `rookery:${url}`,
    refresh: refreshOver(send),
    report,
  });
  const call = createCall(session, new Dispatch(send, () => session.token()));
  const subscribe = (listener: (state: SessionState | null) => void): (() => void) =>
    session.subscribe(() => guard(report, () => listener(session.state)));
  if (options.onSession) subscribe(options.onSession);
  const live = {
    url: `${url.replace(/^http/, 'ws')}/trpc?connectionParams=1`,
    socket: () => options.WebSocket ?? globalWebSocket(),
    session,
    report,
  };
  const load = loadOnce(() => import('./live/sockets.ts'), report);
  const subscriptions = new LateSubscriptions(load, live);
  const hub = new Hub({
    ...live,
    load,
    head: async (signal) => cursorOf(await call({ path: 'events.head' }, undefined, { signal })),
  });
  const api = createNamespaces(call, subscriptions.subscribe);
  const following = { events: hub, session, report };
  const { outbox: storage } = options;
  const outbox = storage && { storage, key: `rookery:${url}:outbox`, locked, watchStorage };
  return {
    ...api,
    notifications: withView({ ...following, notifications: api.notifications }),
    chat: withChat({ ...following, chat: api.chat, outbox }),
    session: {
      get current() {
        return session.state;
      },
      ready: session.ready,
      subscribe,
    },
    events: Object.assign(hub, { ephemeral: subscriptions.subscribe.bind(null, 'events.ephemeral') }),
    close: () => {
      hub.close();
      subscriptions.close();
      session.close();
    },
  };
}

/** NOTE: no browser's `fetch` tells how much of a body has gone. */
const ownFetch: Fetch = async (to, init) => {
  const Request = init.onProgress && browser.XMLHttpRequest;
  if (!Request) return globalThis.fetch(to, init);
  const { sendWithProgress } = await import('./progress-request.ts');
  return sendWithProgress(new Request(), to, init);
};

/** NOTE: it is called where nobody could catch what it throws. */
function reportTo(onError: (error: unknown) => void): (error: unknown) => void {
  return (error) => {
    try {
      onError(error);
    } catch (thrown) {
      writeToConsole(thrown);
    }
  };
}

function writeToConsole(error: unknown): void {
  // biome-ignore lint/suspicious/noConsole: there is nobody else to tell
  console.error(error);
}

function globalWebSocket(): SocketConstructor {
  if (typeof WebSocket === 'undefined')
    throw new Error('Live events need a WebSocket, which Node has from 22 on: pass one to createClient');
  return WebSocket;
}

/** NOTE: events.head answers with nothing else. */
function cursorOf(head: unknown): string {
  return (head as StreamHead).cursor;
}
