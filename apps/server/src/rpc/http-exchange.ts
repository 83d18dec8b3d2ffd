import type { IncomingMessage, ServerResponse } from 'node:http';
import { getTRPCErrorFromUnknown, TRPCError, type TRPCProcedureType } from '@trpc/server';
import { type Answer, batchAnswer, errorAnswer, isStream, resultAnswer, sendAnswer } from './http-answer.ts';
import { HttpInputs } from './http-inputs.ts';
import type { RpcTarget } from './http-target.ts';
import { callProcedure, type Procedure } from './procedure.ts';
import { type CallPlace, type RpcRouter, shapeError, shapeSafely } from './rpc-router.ts';

/** What the context of a request is made from. */
export interface HttpRpcRequest {
  req: IncomingMessage;
  res: ServerResponse;
  /** The procedures that are called. */
  paths: readonly string[];
  /** Aborted when the client leaves. */
  signal: AbortSignal;
  /** Sets a header of the answer. */
  setHeader(name: string, value: string): void;
}

/** One call of a request. */
export interface PlainCall {
  path: string;
  procedure: Procedure;
}

/** One request of plain JSON calls. */
export interface PlainRequest {
  router: RpcRouter;
  req: IncomingMessage;
  res: ServerResponse;
  target: RpcTarget;
  calls: readonly PlainCall[];
  type: TRPCProcedureType;
  createContext(request: HttpRpcRequest): unknown;
}

type Outcome = { error: TRPCError } | { error: null; data: unknown };

/** Runs the calls of one request and answers it. */
export class HttpExchange {
  readonly #request: PlainRequest;
  readonly #inputs: HttpInputs;
  readonly #abort = new AbortController();
  readonly #headers: Record<string, string> = {};
  #context: Outcome = { error: null, data: undefined };

  constructor(request: PlainRequest, inputText: string | undefined) {
    this.#request = request;
    this.#inputs = new HttpInputs(request.router, request.target, inputText);
  }

  /** Never rejects. */
  async run(): Promise<void> {
    const { res } = this.#request;
    const leave = (): void => this.#abort.abort();
    res.once('close', leave);
    const answer = await this.#answer().catch((cause: unknown) => this.#failure(cause));
    res.off('close', leave);
    sendAnswer(res, answer, this.#headers);
  }

  async #answer(): Promise<Answer> {
    const { target, calls } = this.#request;
    this.#context = await this.#createContext();
    const outcomes = await Promise.all(calls.map((call, index) => this.#call(call, index)));
    const [first] = outcomes;
    if (first && !target.isBatch) return this.#singleAnswer(first);
    return batchAnswer(outcomes.map((outcome, index) => this.#batchedAnswer(outcome, index)));
  }

  async #createContext(): Promise<Outcome> {
    const { req, res, target, createContext } = this.#request;
    const setHeader = (name: string, value: string): void => {
      this.#headers[name.toLowerCase()] = value;
    };
    try {
      const data = await createContext({ req, res, paths: target.paths, signal: this.#abort.signal, setHeader });
      return { error: null, data };
    } catch (cause) {
      return { error: getTRPCErrorFromUnknown(cause) };
    }
  }

  async #call(call: PlainCall, index: number): Promise<Outcome> {
    const { router, type, req } = this.#request;
    try {
      if (this.#context.error) throw this.#context.error;
      const { path, procedure } = call;
      const getRawInput = async (): Promise<unknown> => this.#inputs.read(index);
      const { data: ctx } = this.#context;
      const data = await callProcedure(procedure, {
        path,
        type,
        ctx,
        signal: this.#abort.signal,
        batchIndex: index,
        getRawInput,
      });
      return { error: null, data };
    } catch (cause) {
      return { error: router.report(cause, this.#place(index), req) };
    }
  }

  #singleAnswer(outcome: Outcome): Answer {
    if (outcome.error) return errorAnswer(shapeError(this.#request.router, outcome.error, this.#place(0)));
    if (isStream(outcome.data)) throw streamRefusal();
    return resultAnswer(this.#request.router, outcome.data);
  }

  #batchedAnswer(outcome: Outcome, index: number): Answer {
    const { router } = this.#request;
    const error = outcome.error ?? (isStream(outcome.data) ? streamRefusal() : null);
    if (error) return errorAnswer(shapeError(router, error, this.#place(index)));
    return resultAnswer(router, outcome.error ? undefined : outcome.data);
  }

  /** NOTE: what fails outside of a call fails the request as a whole, batch or not, as the official adapter has it. */
  #failure(cause: unknown): Answer {
    const { router, type, req } = this.#request;
    const place = { type, path: undefined, input: undefined, ctx: this.#contextData() };
    const error = router.report(cause, place, req);
    return errorAnswer(shapeSafely(router, error, place));
  }

  #place(index: number): CallPlace {
    const { type, target } = this.#request;
    return { type, path: target.paths[index], input: this.#inputs.known(index), ctx: this.#contextData() };
  }

  #contextData(): unknown {
    return this.#context.error ? undefined : this.#context.data;
  }
}

function streamRefusal(): TRPCError {
  const message = 'Cannot use stream-like response in non-streaming request - use httpBatchStreamLink';
  return new TRPCError({ code: 'UNSUPPORTED_MEDIA_TYPE', message });
}
