import type { IncomingMessage } from 'node:http';
import { callTRPCProcedure, TRPCError } from '@trpc/server';
import { isObservable } from '@trpc/server/observable';
import type { TRPCClientOutgoingMessage, TRPCRequestMessage } from '@trpc/server/rpc';
import { callProcedure, type ProcedureCall } from './procedure.ts';
import { type CallPlace, type RpcRouter, shapeSafely } from './rpc-router.ts';
import { Allowance } from './ws-allowance.ts';
import { dataTail, type EventFrames, errorTail, headOf } from './ws-frames.ts';
import type { WsLimits } from './ws-options.ts';
import type { Outbox } from './ws-outbox.ts';
import { isAsyncIterable, Subscription } from './ws-subscription.ts';

/** What the calls of a socket need of it. */
export interface CallsHost {
  readonly req: IncomingMessage;
  readonly router: RpcRouter;
  readonly frames: EventFrames;
  readonly limits: WsLimits;
  now(): number;
  limitError(retryAfterSeconds: number): Error;
  /** Resolves when it is known who calls; rejects when they are refused. */
  createContext(path: string, type: ProcedureCall['type'], signal: AbortSignal): Promise<unknown>;
}

type CallId = string | number;
type Message = TRPCRequestMessage & { id: CallId };
/** What is known of a call so far. */
type Place = { -readonly [Key in keyof CallPlace]: CallPlace[Key] };

interface Invocation {
  batchIndex: number;
  place: Place;
  signal: AbortSignal;
}

const busySeconds = 1;

/** The calls of one socket. */
export class Calls {
  readonly #host: CallsHost;
  readonly #outbox: Outbox;
  readonly #allowance: Allowance;
  readonly #subscriptions = new Map<CallId, Subscription>();
  readonly #inFlight = new Set<AbortController>();

  constructor(host: CallsHost, outbox: Outbox) {
    this.#host = host;
    this.#outbox = outbox;
    this.#allowance = new Allowance(host.limits.callsPerMinute);
  }

  get subscriptionCount(): number {
    return this.#subscriptions.size;
  }

  /** Does what a message asks for. */
  handle(message: TRPCClientOutgoingMessage, batchIndex: number): void {
    if (!hasId(message)) {
      const error = new TRPCError({ code: 'PARSE_ERROR', message: '`id` is required' });
      this.#fail(message, error, { type: 'unknown', path: undefined, input: undefined, ctx: undefined });
    } else if (message.method === 'subscription.stop') this.#subscriptions.get(message.id)?.stop();
    else this.#start(message, batchIndex);
  }

  /** Ends everything without a word; for a socket that is closed. */
  abandon(): void {
    for (const subscription of this.#subscriptions.values()) subscription.stop();
    for (const controller of this.#inFlight) controller.abort();
  }

  #start(message: Message, batchIndex: number): void {
    const { router, limits, now, limitError } = this.#host;
    const { path } = message.params;
    const place: Place = { type: message.method, path, input: undefined, ctx: undefined };
    try {
      if (!this.#allowance.take(now())) throw limitError(this.#allowance.secondsLeft(now()));
      place.input = inputOf(router, message.params);
      if (message.method === 'subscription') this.#admitSubscription(message.id);
      else if (this.#inFlight.size >= limits.maxCallsInFlight) throw limitError(busySeconds);
    } catch (cause) {
      this.#fail(message, cause, place);
      return;
    }
    if (message.method === 'subscription') this.#subscribe(message, batchIndex, place);
    else void this.#call(message, batchIndex, place);
  }

  #admitSubscription(id: CallId): void {
    const { limits, limitError } = this.#host;
    if (this.#subscriptions.has(id)) throw new TRPCError({ code: 'BAD_REQUEST', message: `Duplicate id ${id}` });
    if (this.#subscriptions.size >= limits.maxSubscriptions) throw limitError(busySeconds);
  }

  async #call(message: Message, batchIndex: number, place: Place): Promise<void> {
    const controller = new AbortController();
    this.#inFlight.add(controller);
    try {
      const result = await this.#invoke(message, { batchIndex, place, signal: controller.signal });
      if (isAsyncIterable(result) || isObservable(result)) throw streamRefusal(message.method);
      this.#outbox.send(headOf(message) + dataTail(this.#host.router.textOf(result)));
    } catch (cause) {
      this.#fail(message, cause, place);
    } finally {
      this.#inFlight.delete(controller);
    }
  }

  #subscribe(message: Message, batchIndex: number, place: Place): void {
    const { router, frames, req } = this.#host;
    const subscription = new Subscription({
      frames,
      outbox: this.#outbox,
      head: headOf(message),
      path: message.params.path,
      textOf: router.textOf,
      release: () => this.#subscriptions.delete(message.id),
      fail: (cause) => this.#fail(message, cause, place),
      report: (cause) => router.report(cause, place, req),
    });
    this.#subscriptions.set(message.id, subscription);
    void subscription.run(() => this.#invoke(message, { batchIndex, place, signal: subscription.signal }));
  }

  async #invoke({ method: type, params: { path } }: Message, call: Invocation): Promise<unknown> {
    const { router, createContext } = this.#host;
    const { batchIndex, place, signal } = call;
    place.ctx = await createContext(path, type, signal);
    signal.throwIfAborted();
    const options = { path, type, ctx: place.ctx, signal, batchIndex, getRawInput: async () => place.input };
    const procedure = router.find(path);
    if (procedure?._def.type === type) return callProcedure(procedure, options);
    return callTRPCProcedure({ ...options, router: router.trpc });
  }

  #fail(message: TRPCClientOutgoingMessage, cause: unknown, place: CallPlace): void {
    const { router, req } = this.#host;
    const error = router.report(cause, place, req);
    this.#outbox.send(headOf(message) + errorTail(shapeSafely(router, error, place).text));
  }
}

function hasId(message: TRPCClientOutgoingMessage): message is TRPCClientOutgoingMessage & { id: CallId } {
  return message.id !== null;
}

function inputOf(router: RpcRouter, { input: raw, lastEventId }: Message['params']): unknown {
  const input = readInputOf(router, raw);
  if (lastEventId === undefined) return input;
  if (typeof input === 'object' && input !== null && !Array.isArray(input)) return { ...input, lastEventId };
  return input ?? { lastEventId };
}

function readInputOf(router: RpcRouter, raw: unknown): unknown {
  try {
    return router.readInput(raw);
  } catch (cause) {
    if (cause instanceof TRPCError) throw cause;
    throw new TRPCError({
      code: 'BAD_REQUEST',
      message: cause instanceof Error ? cause.message : 'Invalid input',
      cause,
    });
  }
}

function streamRefusal(type: string): TRPCError {
  const message = `Cannot return an async iterable or observable from a ${type} procedure with WebSockets`;
  return new TRPCError({ code: 'UNSUPPORTED_MEDIA_TYPE', message });
}
