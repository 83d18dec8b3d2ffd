import {
  EVENT_SINK,
  type EventFlow,
  type EventSink,
  type EventSource,
  isEventSource,
  type SharedEvent,
} from '@rookery/api/event-sink';
import { getTRPCErrorFromUnknown, isTrackedEnvelope, TRPCError } from '@trpc/server';
import { isObservable, observableToAsyncIterable } from '@trpc/server/observable';
import { dataTail, type EventFrames, type FrameHead, startedTail, stoppedTail } from './ws-frames.ts';
import type { Outbox } from './ws-outbox.ts';

/** What a subscription needs of its socket. */
export interface SubscriptionHost {
  readonly outbox: Outbox;
  readonly frames: EventFrames;
  readonly head: FrameHead;
  readonly path: string;
  textOf(value: unknown): string | undefined;
  /** The id may be used again; called before the last frame is sent. */
  release(): void;
  /** Tells the client and the log. */
  fail(cause: unknown): void;
  /** Tells the log alone. */
  report(cause: unknown): void;
}

/** One subscription of a client, from its call to its last frame. */
export class Subscription {
  readonly #host: SubscriptionHost;
  readonly #controller = new AbortController();
  readonly #resume = (): void => {
    this.#guard(() => this.#flow?.resume?.());
  };
  #flow: EventFlow | null = null;
  #wake: (() => void) | null = null;
  #hasStarted = false;
  #isOver = false;

  constructor(host: SubscriptionHost) {
    this.#host = host;
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** The client wants no more, or is gone. */
  stop(): void {
    if (this.signal.aborted) return;
    this.#controller.abort();
    this.#wake?.();
    if (this.#flow) this.#end(null);
  }

  /** Sends what the procedure answers with. Never rejects. */
  async run(callProcedure: () => Promise<unknown>): Promise<void> {
    try {
      const result = await callProcedure();
      if (!isEventSource(result)) await this.#iterate(this.#iterableOf(result));
      else if (this.signal.aborted) this.#end(null);
      else this.#feed(result);
    } catch (cause) {
      this.#end(this.#isCancellation(cause) ? null : { cause });
    }
  }

  #feed(source: EventSource<unknown>): void {
    const { outbox } = this.#host;
    this.#sendStarted();
    const sink: EventSink = {
      push: (event) => this.#push(event),
      fail: (cause) => this.#end({ cause }),
      done: () => this.#end(null),
      get backlog(): number {
        return outbox.backlog;
      },
    };
    const flow = source[EVENT_SINK](sink);
    if (this.#isOver) flow.stop();
    else this.#flow = flow;
  }

  #push(event: SharedEvent): boolean {
    const { outbox, frames, head } = this.#host;
    if (this.#isOver) return false;
    if (outbox.isFull) {
      outbox.whenRelieved(this.#resume);
      return false;
    }
    return this.#guard(() => outbox.send(frames.frame(event, head)));
  }

  async #iterate(iterable: AsyncIterable<unknown>): Promise<void> {
    const { outbox, head } = this.#host;
    const iterator = iterable[Symbol.asyncIterator]();
    let isComplete = false;
    try {
      if (!this.signal.aborted) this.#sendStarted();
      for (let next = await this.#next(iterator); next !== null; next = await this.#next(iterator)) {
        isComplete = next.done === true;
        if (isComplete) break;
        outbox.send(head + this.#tailOf(next.value));
      }
    } finally {
      if (!isComplete && !this.signal.aborted) this.#controller.abort();
      await this.#dispose(iterator);
    }
    this.#end(null);
  }

  /** The next event, when the client has room for one; null when the subscription was stopped first. */
  #next(iterator: AsyncIterator<unknown>): Promise<IteratorResult<unknown> | null> {
    const { outbox } = this.#host;
    return new Promise((resolve, reject) => {
      const refuse = (cause: unknown): void => (this.signal.aborted ? this.#reportLate(cause) : reject(cause));
      const pull = (): void => {
        if (this.signal.aborted) resolve(null);
        else void nextOf(iterator).then(resolve, refuse);
      };
      this.#wake = () => resolve(null);
      if (outbox.isFull) outbox.whenRelieved(pull);
      else pull();
    });
  }

  async #dispose(iterator: AsyncIterator<unknown>): Promise<void> {
    try {
      await iterator.return?.();
    } catch (cause) {
      this.#host.report(cause);
    }
  }

  #tailOf(value: unknown): string {
    if (!isTrackedEnvelope(value)) return dataTail(this.#host.textOf(value));
    const [id, data] = value;
    return dataTail(this.#host.textOf({ id, data }), id);
  }

  #end(failure: { cause: unknown } | null): void {
    if (this.#isOver) return;
    this.#isOver = true;
    const { release, fail, report, outbox, head } = this.#host;
    outbox.forget(this.#resume);
    if (failure && !this.signal.aborted) this.#controller.abort();
    try {
      this.#flow?.stop();
    } catch (cause) {
      report(cause);
    }
    if (failure && this.#hasStarted) fail(failure.cause);
    release();
    if (failure && !this.#hasStarted) fail(failure.cause);
    else outbox.send(head + stoppedTail);
  }

  #sendStarted(): void {
    this.#hasStarted = true;
    this.#host.outbox.send(this.#host.head + startedTail);
  }

  /** Runs a step of ours that must not throw into the feature; false if it ended the subscription. */
  #guard(step: () => void): boolean {
    try {
      step();
    } catch (cause) {
      this.#end({ cause });
    }
    return !this.#isOver;
  }

  #iterableOf(result: unknown): AsyncIterable<unknown> {
    if (isObservable(result)) return observableToAsyncIterable(result, this.signal);
    if (isAsyncIterable(result)) return result;
    const message = `Subscription ${this.#host.path} did not return an observable or a AsyncGenerator`;
    throw new TRPCError({ code: 'INTERNAL_SERVER_ERROR', message });
  }

  #reportLate(cause: unknown): void {
    if (!isAbortError(getTRPCErrorFromUnknown(cause).cause)) this.#host.report(cause);
  }

  /** A procedure that was stopped before it answered often ends with an AbortError, which is no failure. */
  #isCancellation(cause: unknown): boolean {
    const error = getTRPCErrorFromUnknown(cause);
    return this.signal.aborted && error.code === 'INTERNAL_SERVER_ERROR' && isAbortError(error.cause);
  }
}

/** Whether a value is to be iterated rather than sent. */
export function isAsyncIterable(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Symbol.asyncIterator in value;
}

async function nextOf(iterator: AsyncIterator<unknown>): Promise<IteratorResult<unknown>> {
  return iterator.next();
}

function isAbortError(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}
