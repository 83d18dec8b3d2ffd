import type { EventFlow, EventSink, SharedEvent } from './event-sink.ts';

/** What a reader who pulls is given, and when it ends. */
export interface PullOptions<Item> {
  open(sink: EventSink): EventFlow;
  present(event: SharedEvent): Item;
  signal: AbortSignal | undefined;
}

type Result<Item> = IteratorResult<Item, undefined>;

/** A sink that is emptied by hand: it takes an event when somebody waits for one, and no more. */
export class PulledEvents<Item> implements EventSink, AsyncIterator<Item, undefined> {
  readonly backlog = 0;
  readonly #options: PullOptions<Item>;
  readonly #waiting: PromiseWithResolvers<Result<Item>>[] = [];
  readonly #flow: EventFlow;
  readonly #abort = () => this.done();
  #end: { error: unknown } | 'done' | null = null;

  constructor(options: PullOptions<Item>) {
    this.#options = options;
    this.#flow = options.open(this);
    options.signal?.addEventListener('abort', this.#abort);
    if (options.signal?.aborted) this.done();
  }

  push(event: SharedEvent): boolean {
    const waiting = this.#waiting.shift();
    waiting?.resolve({ done: false, value: this.#options.present(event) });
    return waiting !== undefined;
  }

  fail(error: unknown): void {
    this.#close({ error });
  }

  done(): void {
    this.#close('done');
  }

  next(): Promise<Result<Item>> {
    const waiting = Promise.withResolvers<Result<Item>>();
    this.#waiting.push(waiting);
    if (this.#end) this.#settle(this.#end);
    else this.#flow.resume?.();
    return waiting.promise;
  }

  return(): Promise<Result<Item>> {
    this.done();
    return Promise.resolve({ done: true, value: undefined });
  }

  #close(end: { error: unknown } | 'done'): void {
    if (this.#end) return;
    this.#end = end;
    this.#options.signal?.removeEventListener('abort', this.#abort);
    this.#flow.stop();
    this.#settle(end);
  }

  #settle(end: { error: unknown } | 'done'): void {
    for (const waiting of this.#waiting.splice(0)) {
      if (end === 'done') waiting.resolve({ done: true, value: undefined });
      else waiting.reject(end.error);
    }
  }
}
