import type { IncomingMessage } from 'node:http';
import {
  addressKey,
  appRouter,
  DomainError,
  isRevoked,
  type Logger,
  type RequestContext,
  toTrpcError,
  type Viewer,
} from '@rookery/api';
import { serializeToText } from '@rookery/api/wire';
import type { UpgradeListener } from './http/http-server.ts';
import { bearerOf, type ContextParts, userAgentOf } from './http/request-context.ts';
import { newRequestId } from './http/request-id.ts';
import { logBug } from './log-bug.ts';
import { type CloseOptions, createWsRpc, type WsRpc } from './rpc/index.ts';

/** All WebSockets of this process. */
export interface Sockets extends AsyncDisposable {
  readonly upgrade: UpgradeListener;
  /** What is open now. */
  stats(): { sockets: number; subscriptions: number };
  /** Sends every client to another process, little by little, and returns when all are gone. */
  drain(): Promise<void>;
}

type Parts = ContextParts & {
  log: Logger;
  /** Over how long clients are sent elsewhere, so that they do not all arrive there at once, and how long they may then take. */
  farewell: CloseOptions;
};

/** Who is at the other end of a socket, and by what we know. */
interface SocketAuth {
  bearer: string | null;
  viewer: Viewer | null;
}

/** Serves tRPC at `/trpc` over WebSocket; a session or token that is revoked loses its sockets at once. */
export function openSockets(parts: Parts): Sockets {
  const { limits } = parts.app.settings;
  const rpc = createWsRpc<SocketAuth>({
    router: appRouter,
    prefix: '/trpc',
    serialize: serializeToText,
    isAllowedOrigin: (req) => parts.origins.isAllowed(req),
    authenticate: (params, req) => authenticate(parts, params?.token ?? bearerOf(req)),
    accountOf: ({ viewer }) => viewer?.id ?? null,
    addressOf: (req) => addressKey(parts.addressOf(req)),
    expiresIn: ({ viewer }) => viewer && viewer.expiresAt.getTime() - parts.app.clock.now().getTime(),
    createContext: ({ req, auth }) => contextOf(parts, req, auth.bearer),
    limitError: (retryAfter) => toTrpcError(new DomainError('rate_limited', { retryAfter })),
    onError: (failure) => logBug(parts.log, failure),
    limits: {
      maxFrameSize: limits.socketFrameBytes,
      maxBatchSize: limits.socketSubscriptions,
      maxSubscriptions: limits.socketSubscriptions,
      callsPerMinute: limits.socketMessagesPerMinute,
      socketsPerAccount: limits.socketsPerAccount,
    },
  });
  const unfollow = closeRevoked(parts, rpc);
  return {
    upgrade: (req, socket, head) => rpc.handleUpgrade(req, socket, head),
    stats: () => rpc.stats(),
    drain: () => rpc.closeAll(parts.farewell),
    [Symbol.asyncDispose]: async () => {
      unfollow();
      await rpc.closeAll({ overMs: 0, graceMs: 0 });
    },
  };
}

async function authenticate({ authenticator }: Parts, bearer: string | null): Promise<SocketAuth> {
  const identity = await authenticator.authenticate(bearer);
  if (identity.kind === 'rejected') throw toTrpcError(new DomainError(identity.reason));
  return { bearer, viewer: identity.kind === 'viewer' ? identity.viewer : null };
}

function closeRevoked({ authenticator }: Parts, rpc: WsRpc<SocketAuth>): () => void {
  return authenticator.onRevoked((revocation) => {
    rpc.revoke(({ viewer }) => viewer !== null && isRevoked(viewer, revocation));
  });
}

/** NOTE: authenticated anew for each call, which costs next to nothing, so that a role that was taken is gone at once. */
async function contextOf(parts: Parts, req: IncomingMessage, bearer: string | null): Promise<RequestContext> {
  const { app, addressOf, authenticator } = parts;
  return {
    app,
    requestId: newRequestId(),
    ip: addressOf(req),
    userAgent: userAgentOf(req),
    identity: await authenticator.authenticate(bearer),
    idempotencyKey: null,
    cookies: null,
    setHeader: () => undefined,
  };
}

/** Answers an upgrade that nobody can take now. */
export const refuseUpgrade: UpgradeListener = (_req, socket) => {
  socket.on('error', () => undefined);
  socket.once('finish', () => socket.destroy());
  socket.end('HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
};
