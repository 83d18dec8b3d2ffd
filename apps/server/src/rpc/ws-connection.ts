import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { TRPCError } from '@trpc/server';
import { WebSocket } from 'ws';
import { type RpcRouter, shapeSafely } from './rpc-router.ts';
import { Allowance } from './ws-allowance.ts';
import { Calls, type CallsHost } from './ws-calls.ts';
import { type EventFrames, errorTail, noHead, reconnectFrame } from './ws-frames.ts';
import { SocketIdentity } from './ws-identity.ts';
import { type RefusedFrame, readConnectionParams, readFrame } from './ws-messages.ts';
import { type ConnectionParams, closeCodes, type WsLimits, type WsRpcOptions } from './ws-options.ts';
import { Outbox } from './ws-outbox.ts';
import type { LimitedSocket } from './ws-socket.ts';

/** What a connection needs of its server. */
export interface ConnectionHost<Auth> {
  readonly options: WsRpcOptions<Auth>;
  readonly limits: WsLimits;
  readonly router: RpcRouter;
  readonly frames: EventFrames;
  now(): number;
  limitError(retryAfterSeconds: number): Error;
  /** Counts the socket to its account; false if the account has too many. */
  admit(connection: Connection<Auth>, auth: Auth): boolean;
}

/** How a connection came to be. */
export interface Upgrade {
  req: IncomingMessage;
  /** The socket below the WebSocket. */
  socket: Duplex;
  ws: LimitedSocket;
}

const unplaced = { type: 'unknown', path: undefined, input: undefined, ctx: undefined } as const;
const noticeDelay = 5_000;
const busySeconds = 10;

/** One socket of a client. */
export class Connection<Auth> {
  readonly #host: ConnectionHost<Auth>;
  readonly #req: IncomingMessage;
  readonly #ws: LimitedSocket;
  readonly #outbox: Outbox;
  readonly #calls: Calls;
  readonly #identity: SocketIdentity<Auth>;
  readonly #frameAllowance: Allowance;
  readonly #openedAt: number;
  #seenAt: number;
  #pingedAt: number;
  #expiry = Number.POSITIVE_INFINITY;
  #isNotified = false;

  constructor(host: ConnectionHost<Auth>, { req, socket, ws }: Upgrade) {
    this.#host = host;
    this.#req = req;
    this.#ws = ws;
    this.#outbox = new Outbox(ws, socket, { maxBacklog: host.limits.maxBacklog, now: host.now });
    this.#calls = new Calls(this.#callsHost(), this.#outbox);
    this.#identity = new SocketIdentity((params) => this.#authenticate(params));
    this.#frameAllowance = new Allowance(host.limits.framesPerMinute);
    this.#openedAt = this.#seenAt = this.#pingedAt = host.now();
    this.#listen();
    if (!announcesParams(req)) this.#findIdentity(() => null);
  }

  get subscriptionCount(): number {
    return this.#calls.subscriptionCount;
  }

  get backlog(): number {
    return this.#outbox.backlog;
  }

  /** Tells the client to open another socket and to move to it, which loses nothing. */
  notify(): void {
    this.#isNotified = true;
    this.#outbox.send(reconnectFrame);
  }

  /** NOTE: closed before its calls end, since a client takes a subscription that says `stopped` for complete. */
  close(code: number, reason: string): void {
    this.#ws.close(code, reason);
    this.#calls.abandon();
  }

  /** Cuts the connection without waiting for the client. */
  terminate(): void {
    this.#ws.terminate();
  }

  /** Closes the socket if who is there is revoked. */
  revoke(isRevoked: (auth: Auth) => boolean): boolean {
    if (!this.#identity.isRevokedBy(isRevoked)) return false;
    this.close(closeCodes.unauthorized, 'Revoked');
    return true;
  }

  /** Finds out again who is there, and closes the socket if they are not let in any more. */
  async renew(isAffected: (auth: Auth) => boolean): Promise<void> {
    const { known } = this.#identity;
    if (known && isAffected(known.auth)) await this.#settle(this.#identity.renew());
  }

  /** Looks after the socket, now and then. */
  tick(now: number): void {
    if (this.#ws.readyState !== WebSocket.OPEN) return;
    const { authenticationTime } = this.#host.limits;
    if (this.#identity.isAwaited && now - this.#openedAt >= authenticationTime) {
      this.close(closeCodes.unauthorized, 'No connection parameters in time');
    } else if (this.#outbox.fullSince !== null) this.#checkBacklog(now - this.#outbox.fullSince);
    else {
      this.#checkPulse(now);
      this.#checkExpiry(now);
    }
  }

  #listen(): void {
    const ws = this.#ws;
    ws.onTooLarge = () =>
      this.#refuseFrame({ error: new TRPCError({ code: 'BAD_REQUEST', message: 'Frame is too large' }), ids: [null] });
    ws.on('message', (data, isBinary) => this.#receive(asBuffer(data), isBinary));
    ws.on('pong', () => {
      this.#seenAt = this.#host.now();
    });
    ws.on('close', () => this.#calls.abandon());
  }

  #receive(data: Buffer, isBinary: boolean): void {
    const now = this.#host.now();
    this.#seenAt = now;
    if (!this.#frameAllowance.take(now)) this.close(closeCodes.tooMany, 'Too many messages');
    else if (isWord(data, isBinary, 'PING')) this.#outbox.send('PONG');
    else if (isWord(data, isBinary, 'PONG')) return;
    else if (this.#identity.isAwaited) this.#findIdentity(() => readConnectionParams(data, isBinary));
    else this.#handleFrame(data, isBinary);
  }

  #handleFrame(data: Buffer, isBinary: boolean): void {
    const frame = readFrame(data, isBinary, this.#host.limits.maxBatchSize);
    if ('error' in frame) this.#refuseFrame(frame);
    else for (const [index, message] of frame.entries()) this.#calls.handle(message, index);
  }

  #refuseFrame({ error, ids }: RefusedFrame): void {
    const { router } = this.#host;
    router.report(error, unplaced, this.#req);
    const tail = errorTail(shapeSafely(router, error, unplaced).text);
    for (const id of ids) this.#outbox.send(`{"id":${JSON.stringify(id)},${tail}`);
  }

  #findIdentity(readParams: () => ConnectionParams): void {
    void this.#settle(this.#identity.find(readParams));
  }

  async #authenticate(params: ConnectionParams): Promise<Auth> {
    const { options, limitError } = this.#host;
    const auth = await options.authenticate(params, this.#req);
    if (!this.#host.admit(this, auth)) throw limitError(busySeconds);
    this.#expiry = this.#host.now() + (options.expiresIn?.(auth) ?? Number.POSITIVE_INFINITY);
    return auth;
  }

  /** NOTE: closed a turn later, so that calls that wait for the same answer get theirs. */
  async #settle(found: Promise<Auth>): Promise<void> {
    try {
      await found;
    } catch (cause) {
      const { router } = this.#host;
      const error = router.report(cause, unplaced, this.#req);
      const { status, text } = shapeSafely(router, error, unplaced);
      this.#outbox.send(noHead + errorTail(text));
      setImmediate(() => this.close(closeCodeOf(status), 'Refused'));
    }
  }

  #checkBacklog(age: number): void {
    if (age >= this.#host.limits.backlogTime && !this.#outbox.relieve()) this.terminate();
  }

  #checkPulse(now: number): void {
    const { pingEvery } = this.#host.limits;
    if (now - this.#seenAt >= 2 * pingEvery) this.terminate();
    else if (now - this.#pingedAt >= pingEvery) {
      this.#pingedAt = now;
      this.#ws.ping();
    }
  }

  #checkExpiry(now: number): void {
    const { expiryNotice, expiryGrace } = this.#host.limits;
    const isSoon = now >= Math.max(this.#expiry - expiryNotice, this.#openedAt + noticeDelay);
    if (now >= this.#expiry + expiryGrace) this.close(closeCodes.unauthorized, 'Token expired');
    else if (isSoon && !this.#isNotified) this.notify();
  }

  #callsHost(): CallsHost {
    const { router, frames, limits, now, limitError, options } = this.#host;
    const req = this.#req;
    return {
      ...{ req, router, frames, limits, now, limitError },
      createContext: async (path, type, signal) =>
        options.createContext({ req, auth: await this.#identity.get(), path, type, signal }),
    };
  }
}

function announcesParams(req: IncomingMessage): boolean {
  const url = req.url ?? '';
  const mark = url.indexOf('?');
  return mark >= 0 && new URLSearchParams(url.slice(mark)).get('connectionParams') === '1';
}

/** `ws` hands messages on as one buffer unless its `binaryType` is changed, which nobody does. */
function asBuffer(data: Buffer | ArrayBuffer | Buffer[]): Buffer {
  return data as Buffer;
}

function isWord(data: Buffer, isBinary: boolean, word: 'PING' | 'PONG'): boolean {
  return data.length === 4 && !isBinary && data.toString('latin1') === word;
}

function closeCodeOf(status: number): number {
  if (status === 401 || status === 403) return closeCodes.unauthorized;
  return status === 429 ? closeCodes.tooMany : closeCodes.tryLater;
}
