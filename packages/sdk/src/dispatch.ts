import { RookeryError } from './errors.ts';
import { within } from './timing.ts';
import type { Operation, Transport } from './transport.ts';

/** One attempt of a call. */
export interface Attempt extends Operation {
  mutation: boolean;
  /** Calls with a key travel alone, since the key is a header. */
  idempotencyKey?: string | undefined;
  /** Signing in needs no token and must not wait for one. */
  tokenless?: boolean | undefined;
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
  left?: () => void;
}

const maxBatch = 20;
const maxUrl = 6000;
const timeoutMs = 30_000;

/** Sends attempts; those of the same tick and kind travel together. */
export function createDispatch(send: Transport, token: () => Promise<string | null>): (attempt: Attempt) => Promise<Outcome> {
  const queues: Record<'query' | 'mutation', Waiting[]> = { query: [], mutation: [] };

  const post = async (batch: readonly Waiting[], { mutation, idempotencyKey, tokenless }: Attempt): Promise<void> => {
    let used: string | null = null;
    try {
      const results = await within(timeoutMs, whenAllLeft(batch), async (signal) => {
        used = tokenless ? null : await token();
        return send({ operations: batch, mutation, token: used, idempotencyKey, signal });
      });
      batch.forEach((waiting, index) => waiting.settle({ result: results[index], token: used }));
    } catch (error) {
      for (const { settle, fail } of batch) error instanceof RookeryError ? settle({ result: error, token: used }) : fail(error);
    }
  };

  const flush = (queue: Waiting[]): void => {
    for (const batch of batchesOf(queue.splice(0))) if (batch[0]) void post(batch, batch[0]);
  };

  const enqueue = (waiting: Waiting): void => {
    if (waiting.idempotencyKey || waiting.tokenless) return void post([waiting], waiting);
    const queue = queues[waiting.mutation ? 'mutation' : 'query'];
    if (queue.push(waiting) === 1) afterThisTick(() => flush(queue));
  };

  return ({ signal, ...attempt }) =>
    new Promise((resolve, reject) => {
      const waiting: Waiting = { ...attempt, signal, settle: (outcome) => end(() => resolve(outcome)), fail: (reason) => end(() => reject(reason)) };
      const onAbort = (): void => {
        waiting.fail(signal?.reason);
        waiting.left?.();
      };
      const end = (settle: () => void): void => {
        signal?.removeEventListener('abort', onAbort);
        settle();
      };
      if (signal?.aborted) return onAbort();
      signal?.addEventListener('abort', onAbort);
      enqueue(waiting);
    });
}

/** Splits by number, and by the length that inputs have in a URL. */
function batchesOf(queue: readonly Waiting[]): Waiting[][] {
  const batches: Waiting[][] = [];
  let room = 0;
  for (const waiting of queue) {
    if (waiting.signal?.aborted) continue;
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
  const { setImmediate } = globalThis as { setImmediate?: (task: () => void) => unknown };
  if (setImmediate) setImmediate(task);
  else setTimeout(task);
}
