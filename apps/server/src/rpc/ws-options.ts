import type { IncomingMessage } from 'node:http';
import type { TRPCProcedureType } from '@trpc/server';
import type { RpcRouterOptions } from './rpc-router.ts';

/** What a client sends of itself as the first message, when its URL says `connectionParams=1`. */
export type ConnectionParams = Readonly<Record<string, string | undefined>> | null;

/** What the context of a call on a socket is made from. */
export interface WsRpcCall<Auth> {
  req: IncomingMessage;
  auth: Auth;
  path: string;
  type: TRPCProcedureType;
  /** Aborted when the subscription is stopped or the socket is gone. */
  signal: AbortSignal;
}

/** How tRPC is served over WebSocket. */
export interface WsRpcOptions<Auth> extends RpcRouterOptions {
  /** Path of the socket, as in `/trpc`. */
  prefix: string;
  /** Whether the page that opens a socket may; asked only when there is an Origin. */
  isAllowedOrigin(req: IncomingMessage): boolean;
  /** Finds out who is there, once a socket; throws to refuse the socket. */
  authenticate(params: ConnectionParams, req: IncomingMessage): Auth | Promise<Auth>;
  /** Called for each call, not for each socket. */
  createContext(call: WsRpcCall<Auth>): unknown;
  /** Sockets are counted by this; null counts to the address. */
  accountOf?(auth: Auth): string | null;
  /** Where a client is; sockets of which nobody is known are counted by this. Absent: not at all. */
  addressOf?(req: IncomingMessage): string;
  /** Milliseconds for which the proof of identity still holds; null for ever. */
  expiresIn?(auth: Auth): number | null;
  /** The error that tells of a limit. */
  limitError?(retryAfterSeconds: number): Error;
  limits?: Partial<WsLimits>;
  /** Milliseconds since whenever, by a clock that never jumps. */
  now?(): number;
}

/** What a socket may cost us. Times are in milliseconds. */
export interface WsLimits {
  /** Bytes of a frame from a client. */
  maxFrameSize: number;
  /** Calls in a frame. A client that comes back sends all its subscriptions in one. */
  maxBatchSize: number;
  maxSubscriptions: number;
  maxCallsInFlight: number;
  /** Calls a minute, each in a batch for itself. */
  callsPerMinute: number;
  /** Frames of any kind a minute; beyond them the socket is closed. */
  framesPerMinute: number;
  socketsPerAccount: number;
  /** Sockets of one address of which nobody is known, or not yet, so that no stranger takes the place of all. */
  strangersPerAddress: number;
  maxSockets: number;
  /** Until a client that announced connection parameters must have sent them. */
  authenticationTime: number;
  /** Bytes that may wait for a client to read them. */
  maxBacklog: number;
  /** How long they may wait before the socket is cut off. */
  backlogTime: number;
  pingEvery: number;
  /** A client is told to come again with a new token so long before its token expires. */
  expiryNotice: number;
  /** A socket outlives its token by this. */
  expiryGrace: number;
  /** How often sockets are looked after. */
  sweepEvery: number;
}

/** The limits where nothing else is said. */
export const defaultLimits: WsLimits = {
  maxFrameSize: 64 * 1024,
  maxBatchSize: 64,
  maxSubscriptions: 64,
  maxCallsInFlight: 64,
  callsPerMinute: 120,
  framesPerMinute: 1200,
  socketsPerAccount: 10,
  strangersPerAddress: 1000,
  maxSockets: 20_000,
  authenticationTime: 5_000,
  maxBacklog: 256 * 1024,
  backlogTime: 10_000,
  pingEvery: 30_000,
  expiryNotice: 30_000,
  expiryGrace: 5_000,
  sweepEvery: 1_000,
};

/** Why we close a socket. */
export const closeCodes = {
  /** The process goes away; come again. */
  goingAway: 1001,
  /** We cannot tell who is there now; come again later. */
  tryLater: 1013,
  /** No proof of identity in time, or one that is not valid any more. */
  unauthorized: 4401,
  /** Too many sockets of one account, or too many frames. */
  tooMany: 4429,
} as const;
