import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { TRPCError } from '@trpc/server';
import type { Server } from 'ws';
import { openRouter } from './rpc-router.ts';
import { Connection, type ConnectionHost } from './ws-connection.ts';
import { EventFrames } from './ws-frames.ts';
import { closeCodes, defaultLimits, type WsLimits, type WsRpcOptions } from './ws-options.ts';
import { createSocketServer, type LimitedSocket } from './ws-socket.ts';
import { judgeUpgrade, refuseUpgrade } from './ws-upgrade.ts';

/** How long the sockets are given to go. Milliseconds. */
export interface CloseOptions {
  /** The notices to come again are spread over this. */
  overMs?: number;
  /** How long after the last notice the rest is closed. */
  graceMs?: number;
}

/** What is open. */
export interface WsRpcStats {
  sockets: number;
  subscriptions: number;
  /** Bytes that wait for clients to read them. */
  backlog: number;
}

/** tRPC's WebSocket protocol, served. */
export interface WsRpc<Auth> {
  /** Takes the upgrades of a node:http server. */
  handleUpgrade(req: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Closes the sockets of whoever is not let in any more, now, and tells how many. */
  revoke(isRevoked: (auth: Auth) => boolean): number;
  /** Authenticates anew those about whom something has changed, and closes the sockets of those who are refused. */
  renew(isAffected: (auth: Auth) => boolean): Promise<void>;
  /** Refuses new sockets, sends the others elsewhere little by little, and closes what remains. */
  closeAll(options?: CloseOptions): Promise<void>;
  stats(): WsRpcStats;
}

/** Serves a router over WebSockets that a node:http server hands on. */
export function createWsRpc<Auth>(options: WsRpcOptions<Auth>): WsRpc<Auth> {
  return new WsServer(options);
}

class WsServer<Auth> implements WsRpc<Auth> {
  readonly #options: WsRpcOptions<Auth>;
  readonly #limits: WsLimits;
  readonly #host: ConnectionHost<Auth>;
  readonly #server: Server<typeof LimitedSocket>;
  readonly #accounts = new Map<Connection<Auth>, string | null>();
  readonly #counts = new Map<string, number>();
  readonly #sweep: NodeJS.Timeout;
  #isClosing = false;
  #whenEmpty: (() => void) | null = null;

  constructor(options: WsRpcOptions<Auth>) {
    this.#options = options;
    this.#limits = { ...defaultLimits, ...options.limits };
    this.#server = createSocketServer(this.#limits.maxFrameSize);
    const router = openRouter(options);
    this.#host = {
      options,
      router,
      limits: this.#limits,
      frames: new EventFrames(router.textOf),
      now: () => options.now?.() ?? performance.now(),
      limitError: (seconds) => options.limitError?.(seconds) ?? new TRPCError({ code: 'TOO_MANY_REQUESTS' }),
      admit: (connection, auth) => this.#admit(connection, auth),
    };
    this.#sweep = setInterval(() => this.#tick(), this.#limits.sweepEvery).unref();
  }

  handleUpgrade(req: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => undefined);
    const { prefix } = this.#options;
    const refusal = judgeUpgrade(req, {
      prefix,
      isAllowedOrigin: (asked) => this.#options.isAllowedOrigin(asked),
      hasRoom: () => this.#hasRoom(req),
    });
    if (refusal) refuseUpgrade(socket, refusal);
    else this.#server.handleUpgrade(req, socket, head, (ws) => this.#open(req, socket, ws));
  }

  revoke(isRevoked: (auth: Auth) => boolean): number {
    return [...this.#accounts.keys()].filter((connection) => connection.revoke(isRevoked)).length;
  }

  async renew(isAffected: (auth: Auth) => boolean): Promise<void> {
    await Promise.all([...this.#accounts.keys()].map((connection) => connection.renew(isAffected)));
  }

  async closeAll({ overMs = 5_000, graceMs = 5_000 }: CloseOptions = {}): Promise<void> {
    this.#isClosing = true;
    const timers = [...this.#accounts.keys()].map((connection) =>
      setTimeout(() => connection.notify(), Math.random() * overMs),
    );
    timers.push(setTimeout(() => this.#closeRest(), overMs + graceMs));
    await this.#empty();
    for (const timer of timers) clearTimeout(timer);
    clearInterval(this.#sweep);
  }

  stats(): WsRpcStats {
    const stats = { sockets: this.#accounts.size, subscriptions: 0, backlog: 0 };
    for (const connection of this.#accounts.keys()) {
      stats.subscriptions += connection.subscriptionCount;
      stats.backlog += connection.backlog;
    }
    return stats;
  }

  /** NOTE: the error listener comes first: without one a single bad frame ends the process. */
  #open(req: IncomingMessage, socket: Duplex, ws: LimitedSocket): void {
    ws.on('error', () => undefined);
    const connection = new Connection(this.#host, { req, socket, ws });
    this.#count(connection, this.#strangerOf(req));
    ws.on('close', () => this.#forget(connection));
  }

  #hasRoom(req: IncomingMessage): boolean {
    if (this.#isClosing || this.#accounts.size >= this.#limits.maxSockets) return false;
    const stranger = this.#strangerOf(req);
    return stranger === null || (this.#counts.get(stranger) ?? 0) < this.#limits.strangersPerAddress;
  }

  /** What a socket counts to until it is known to be somebody's; no account is named like this. */
  #strangerOf(req: IncomingMessage): string | null {
    const address = this.#options.addressOf?.(req);
    return address === undefined ? null : `stranger at ${address}`;
  }

  #forget(connection: Connection<Auth>): void {
    this.#count(connection, null);
    this.#accounts.delete(connection);
    if (this.#accounts.size === 0) this.#whenEmpty?.();
  }

  #admit(connection: Connection<Auth>, auth: Auth): boolean {
    if (!this.#accounts.has(connection)) return false;
    const account = this.#options.accountOf?.(auth) ?? null;
    if (account === null) return true;
    this.#count(connection, null);
    if ((this.#counts.get(account) ?? 0) >= this.#limits.socketsPerAccount) return false;
    this.#count(connection, account);
    return true;
  }

  /** Counts a connection to an account or an address, and no more to the one before. */
  #count(connection: Connection<Auth>, account: string | null): void {
    const before = this.#accounts.get(connection) ?? null;
    if (before !== null) {
      const left = (this.#counts.get(before) ?? 0) - 1;
      if (left > 0) this.#counts.set(before, left);
      else this.#counts.delete(before);
    }
    this.#accounts.set(connection, account);
    if (account !== null) this.#counts.set(account, (this.#counts.get(account) ?? 0) + 1);
  }

  #tick(): void {
    const now = this.#host.now();
    for (const connection of this.#accounts.keys()) connection.tick(now);
  }

  #closeRest(): void {
    for (const connection of this.#accounts.keys()) connection.close(closeCodes.goingAway, 'Going away');
  }

  #empty(): Promise<void> {
    return new Promise((resolve) => {
      this.#whenEmpty = resolve;
      if (this.#accounts.size === 0) resolve();
    });
  }
}
