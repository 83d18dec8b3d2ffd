import { TRPCError } from '@trpc/server';
import type { RpcTarget } from './http-target.ts';
import type { RpcRouter } from './rpc-router.ts';

/** The inputs of the calls of one request; parsed when the first call asks, since not every procedure takes one. */
export class HttpInputs {
  readonly #router: RpcRouter;
  readonly #target: RpcTarget;
  readonly #text: string | undefined;
  #state: { inputs: readonly unknown[] } | { error: TRPCError } | null = null;

  constructor(router: RpcRouter, target: RpcTarget, text: string | undefined) {
    this.#router = router;
    this.#target = target;
    this.#text = text;
  }

  /** The input of a call; all calls of a request fail together when one of them cannot be read. */
  read(index: number): unknown {
    this.#state ??= this.#parse();
    if ('error' in this.#state) throw this.#state.error;
    return this.#state.inputs[index];
  }

  /** The input of a call that has read it. */
  known(index: number): unknown {
    return this.#state && 'inputs' in this.#state ? this.#state.inputs[index] : undefined;
  }

  #parse(): { inputs: readonly unknown[] } | { error: TRPCError } {
    try {
      return { inputs: this.#inputs() };
    } catch (cause) {
      if (cause instanceof TRPCError) return { error: cause };
      const message = cause instanceof Error ? cause.message : 'Invalid input';
      return { error: new TRPCError({ code: 'BAD_REQUEST', message, cause }) };
    }
  }

  #inputs(): readonly unknown[] {
    if (!this.#text) return [];
    const raw: unknown = JSON.parse(this.#text);
    if (!this.#target.isBatch) return [this.#router.readInput(raw)];
    if (!isRecord(raw)) {
      throw new TRPCError({ code: 'BAD_REQUEST', message: '"input" needs to be an object when doing a batch call' });
    }
    return this.#target.paths.map((_, index) => {
      const input = raw[index];
      return input === undefined ? undefined : this.#router.readInput(input);
    });
  }
}

function isRecord(value: unknown): value is Record<number, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
