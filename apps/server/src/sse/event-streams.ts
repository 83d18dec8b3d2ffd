import { type App, type Authenticator, isRevoked, type Logger, toTrpcError, type Viewer } from '@rookery/api';
import { type EventSource, isEventSource } from '@rookery/api/event-sink';
import { type Refusal, refuse } from '../http/refusal.ts';
import { bearerOf } from '../http/request-context.ts';
import { logBug } from '../log-bug.ts';
import type { CloseOptions } from '../rpc/index.ts';
import { EventBlocks } from './event-blocks.ts';
import { OpenStream, streamHeaders } from './open-stream.ts';
import type { StreamExchange } from './stream-exchange.ts';
import { defaultLimits, type StreamLimits } from './stream-limits.ts';

/** All streams of Server-Sent Events of this process. */
export interface EventStreams extends AsyncDisposable {
  /** Answers a request with what a subscription gave. Throws when that is no source of events. */
  answer(exchange: StreamExchange, events: unknown): void;
  /** What is open now. */
  stats(): StreamStats;
  /** Sends every client to another process, little by little, and returns when all are gone. */
  drain(): Promise<void>;
}

/** What is open. */
export interface StreamStats {
  streams: number;
  /** Bytes that wait for clients to read them. */
  backlog: number;
}

/** What streams stand on. */
export interface StreamsParts {
  app: App;
  authenticator: Authenticator;
  log: Logger;
  /** Over how long clients are sent elsewhere, so that they do not all arrive there at once, and how long they may then take. */
  farewell: Required<CloseOptions>;
  limits?: Partial<StreamLimits>;
}

/** Opens the place of streams; a session or token that is revoked or expires loses its streams at once. */
export function openEventStreams(parts: StreamsParts): EventStreams {
  return new Streams(parts);
}

const busySeconds = 10;
const fullSeconds = 5;

class Streams implements EventStreams {
  readonly #parts: StreamsParts;
  readonly #limits: StreamLimits;
  readonly #blocks = new EventBlocks();
  readonly #open = new Set<OpenStream>();
  readonly #counts = new Map<string, number>();
  readonly #sweep: NodeJS.Timeout;
  readonly #unfollow: () => void;
  #isClosing = false;
  #whenEmpty: (() => void) | null = null;

  constructor(parts: StreamsParts) {
    const { app, authenticator, limits } = parts;
    this.#parts = parts;
    this.#limits = { ...defaultLimits, streamsPerAccount: app.settings.limits.socketsPerAccount, ...limits };
    this.#sweep = setInterval(() => this.#tick(), this.#limits.sweepEvery).unref();
    this.#unfollow = authenticator.onRevoked((revocation) => {
      for (const stream of this.#open) if (isRevoked(stream.viewer, revocation)) stream.end('revoked');
    });
  }

  answer(exchange: StreamExchange, events: unknown): void {
    const { req, res, context, headers } = exchange;
    const { identity, requestId } = context;
    if (identity.kind !== 'viewer' || !isEventSource(events)) throw new Error('this is no stream of somebody');
    if (res.destroyed || res.headersSent) return;
    for (const [name, value] of Object.entries(headers)) res.setHeader(name, value);
    const refusal = this.#refusalOf(identity.viewer);
    if (refusal) refuse(req, res, { ...refusal, requestId });
    else if (req.method === 'HEAD') res.writeHead(200, streamHeaders).end();
    else this.#begin({ ...exchange, viewer: identity.viewer, events });
  }

  stats(): StreamStats {
    const backlog = [...this.#open].reduce((sum, stream) => sum + stream.backlog, 0);
    return { streams: this.#open.size, backlog };
  }

  drain(): Promise<void> {
    return this.#closeAll(this.#parts.farewell);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#unfollow();
    await this.#closeAll({ overMs: 0, graceMs: 0 });
    clearInterval(this.#sweep);
  }

  #refusalOf({ id }: Viewer): Pick<Refusal, 'reason' | 'retryAfter'> | null {
    const { maxStreams, streamsPerAccount } = this.#limits;
    if (this.#isClosing || this.#open.size >= maxStreams) return { reason: 'unavailable', retryAfter: fullSeconds };
    const isMany = (this.#counts.get(id) ?? 0) >= streamsPerAccount;
    return isMany ? { reason: 'rate_limited', retryAfter: busySeconds } : null;
  }

  #begin(opening: Opening): void {
    const { res, viewer, context, answered } = opening;
    const stream = new OpenStream({
      ...{ res, viewer, blocks: this.#blocks, limits: this.#limits },
      now: () => performance.now(),
      report: (cause) => logBug(this.#parts.log, { error: toTrpcError(cause), path: streamPath, ctx: context }),
    });
    this.#count(viewer, 1);
    this.#open.add(stream);
    res.once('close', () => this.#forget(stream));
    answered();
    stream.begin(opening.events);
    void this.#confirm(stream, opening);
  }

  /** Ends a stream that was revoked between its call and its beginning. NOTE: asked of what is known, which costs no query. */
  async #confirm(stream: OpenStream, { req }: Opening): Promise<void> {
    try {
      const identity = await this.#parts.authenticator.authenticate(bearerOf(req));
      if (identity.kind !== 'viewer') stream.end('revoked');
    } catch {
      stream.end('unavailable');
    }
  }

  #forget(stream: OpenStream): void {
    this.#open.delete(stream);
    this.#count(stream.viewer, -1);
    if (this.#open.size === 0) this.#whenEmpty?.();
  }

  #count({ id }: Viewer, change: 1 | -1): void {
    const count = (this.#counts.get(id) ?? 0) + change;
    if (count > 0) this.#counts.set(id, count);
    else this.#counts.delete(id);
  }

  #tick(): void {
    const now = this.#parts.app.clock.now();
    for (const stream of this.#open) {
      if (stream.viewer.expiresAt <= now) stream.end('token_expired');
      stream.tick();
    }
  }

  async #closeAll({ overMs, graceMs }: Required<CloseOptions>): Promise<void> {
    this.#isClosing = true;
    const timers = [...this.#open].map((stream) => setTimeout(() => stream.sendAway(), Math.random() * overMs));
    timers.push(setTimeout(() => this.#cutRest(), overMs + graceMs));
    await this.#empty();
    for (const timer of timers) clearTimeout(timer);
  }

  #cutRest(): void {
    for (const stream of this.#open) stream.cut();
  }

  #empty(): Promise<void> {
    return new Promise((resolve) => {
      this.#whenEmpty = resolve;
      if (this.#open.size === 0) resolve();
    });
  }
}

interface Opening extends StreamExchange {
  viewer: Viewer;
  events: EventSource<unknown>;
}

const streamPath = 'events.stream';
