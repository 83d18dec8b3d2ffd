import { browser } from './browser.ts';
import { RookeryError } from './errors.ts';
import type { UploadProgress } from './form.ts';
import { within } from './timing.ts';
import type { Operation, Transport } from './transport.ts';

/** One attempt of a call. */
export interface Attempt extends Operation {
  mutation: boolean;
  /** Calls with a key travel alone, since the key is a header. */
  idempotencyKey?: string | undefined;
  /** Signing in needs no token and must not wait for one. */
  tokenless?: boolean | undefined;
  /** Files travel in forms, alone as all that has a key. */
  form?: boolean | undefined;
  onProgress?: ((progress: UploadProgress) => void) | undefined;
  signal?: AbortSignal | undefined;
}

/** How an attempt ended: with an output or a `RookeryError`, and the token that it was made with. */
export interface Outcome {
  result: unknown;
  token: string | null;
}

interface Waiting extends Attempt {
  settle(outcome: Outcome): void;
  fail(reason: unknown): void;
  /** Called when the caller has stopped waiting. */
  left: () => void;
}

const maxBatch = 20;
const maxUrl = 6000;
const timeoutMs = 30_000;
const uploadTimeoutMs = 150_000;

/** Sends attempts; those of the same tick and kind travel together. */
export class Dispatch {
  readonly #send: Transport;
  readonly #token: () => Promise<string | null>;
  readonly #queries: Waiting[] = [];
  readonly #mutations: Waiting[] = [];

  constructor(send: Transport, token: () => Promise<string | null>) {
    this.#send = send;
    this.#token = token;
  }

  /** Rejects with the reason of the attempt's signal when that is aborted. */
  attempt({ signal, ...attempt }: Attempt): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      const onAbort = (): void => {
        waiting.fail(signal?.reason);
        waiting.left();
      };
      const ending = <T>(settle: (value: T) => void): ((value: T) => void) => {
        return (value) => {
          signal?.removeEventListener('abort', onAbort);
          settle(value);
        };
      };
      const waiting: Waiting = {
        ...attempt,
        signal,
        settle: ending(resolve),
        fail: ending(reject),
        left: () => undefined,
      };
      if (signal?.aborted) return onAbort();
      signal?.addEventListener('abort', onAbort);
      this.#enqueue(waiting);
    });
  }

  #enqueue(waiting: Waiting): void {
    if (waiting.idempotencyKey || waiting.tokenless) {
      void this.#post([waiting], waiting);
      return;
    }
    const queue = waiting.mutation ? this.#mutations : this.#queries;
    if (queue.push(waiting) > 1) return;
    afterThisTick(() => {
      for (const batch of batchesOf(queue.splice(0))) void this.#post(batch, batch[0]);
    });
  }

  async #post(batch: readonly Waiting[], attempt: Attempt): Promise<void> {
    const { tokenless, mutation, idempotencyKey, form, onProgress } = attempt;
    let token: string | null = null;
    try {
      const results = await within(form ? uploadTimeoutMs : timeoutMs, whenAllLeft(batch), async (signal) => {
        token = tokenless ? null : await this.#token();
        return this.#send({ operations: batch, mutation, token, idempotencyKey, form, onProgress, signal });
      });
      for (const [index, waiting] of batch.entries()) waiting.settle({ result: results[index], token });
    } catch (error) {
      for (const waiting of batch) {
        if (error instanceof RookeryError) waiting.settle({ result: error, token });
        else waiting.fail(error);
      }
    }
  }
}

/** Splits by number, and by the length that inputs have in a URL; leaves out those for whom nobody waits. */
function batchesOf(queue: readonly Waiting[]): [Waiting, ...Waiting[]][] {
  const batches: [Waiting, ...Waiting[]][] = [];
  let room = 0;
  for (const waiting of queue.filter(({ signal }) => !signal?.aborted)) {
    const size = waiting.mutation ? 0 : encodeURIComponent(waiting.path + JSON.stringify(waiting.input)).length + 40;
    const batch = batches.at(-1);
    room -= size;
    if (batch && batch.length < maxBatch && room > 0) batch.push(waiting);
    else {
      batches.push([waiting]);
      room = maxUrl - size;
    }
  }
  return batches;
}

/** A signal that aborts when nobody waits for the batch any more. */
function whenAllLeft(batch: readonly Waiting[]): AbortSignal {
  const controller = new AbortController();
  for (const waiting of batch) {
    waiting.left = () => {
      if (batch.every(({ signal }) => signal?.aborted)) controller.abort(waiting.signal?.reason);
    };
  }
  return controller.signal;
}

/** NOTE: Node has setImmediate, which does not cost the millisecond of a timer. */
function afterThisTick(task: () => void): void {
  if (browser.setImmediate) browser.setImmediate(task);
  else setTimeout(task);
}
