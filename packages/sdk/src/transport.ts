import { networkError, RookeryError, type RookeryErrorFields, strayAnswer } from './errors.ts';
import { formOf, type UploadProgress } from './form.ts';
import { decode, type Encoded, encode } from './wire.ts';

/** What the client asks of `fetch`. */
export interface FetchInit {
  method: string;
  headers: Record<string, string>;
  body?: string | FormData;
  signal: AbortSignal;
  /** To be told how far a form has come, by a `fetch` that knows. */
  onProgress?: (progress: UploadProgress) => void;
}

/** What the client reads of an answer. */
export interface FetchAnswer {
  status: number;
  headers: { get(name: string): string | null };
  text(): Promise<string>;
}

/** The part of the standard `fetch` that the client uses. */
export type Fetch = (url: string, init: FetchInit) => Promise<FetchAnswer>;

/** A call as the wire sees it. */
export interface Operation {
  path: string;
  input: unknown;
}

/** Calls that travel in one request. */
export interface Exchange {
  operations: readonly Operation[];
  mutation: boolean;
  token: string | null;
  idempotencyKey?: string | undefined;
  /** Sends the one input as a form. */
  form?: boolean | undefined;
  onProgress?: ((progress: UploadProgress) => void) | undefined;
  signal: AbortSignal;
}

/** Sends calls and gives, in their order, what each answered: its output or its error. */
export type Transport = (exchange: Exchange) => Promise<unknown[]>;

/** Speaks tRPC's protocol over HTTP: one call bare, several as a batch. */
export function createTransport(baseUrl: string, fetch: Fetch): Transport {
  return async (exchange) => {
    const { operations, signal } = exchange;
    const [path, init] = requestOf(exchange);
    try {
      const answer = await fetch(`${baseUrl}/trpc/${path}`, init);
      const stray = strayAnswer(answer.status, answer.headers.get('retry-after'));
      return readAnswer(await answer.text(), operations.length, stray);
    } catch (error) {
      if (signal.aborted || error instanceof RookeryError) throw error;
      throw networkError('The server could not be reached', error);
    }
  };
}

function requestOf({
  operations,
  mutation,
  token,
  idempotencyKey,
  form,
  onProgress,
  signal,
}: Exchange): [string, FetchInit] {
  const headers: Record<string, string> = {};
  if (token) headers.authorization = `Bearer ${token}`;
  if (idempotencyKey) headers['idempotency-key'] = idempotencyKey;
  const path = operations.map(({ path }) => path).join();
  // NOTE: the type of a form names its boundary, which nobody knows but who writes it.
  if (form) {
    const body = formOf(operations[0]?.input);
    return [path, { method: 'POST', headers, body, signal, ...(onProgress ? { onProgress } : {}) }];
  }
  if (mutation) headers['content-type'] = 'application/json';
  const input = inputOf(operations);
  const query = new URLSearchParams(operations.length > 1 ? { batch: '1' } : {});
  if (input && !mutation) query.set('input', input);
  const url = [path, String(query)].filter(Boolean).join('?');
  const init = { method: mutation ? 'POST' : 'GET', headers, signal, ...(mutation && input ? { body: input } : {}) };
  return [url, init];
}

/** The inputs as text; undefined when there is none. */
function inputOf(operations: readonly Operation[]): string | undefined {
  const inputs = operations.map(({ input }) => (input === undefined ? undefined : encode(input)));
  return JSON.stringify(inputs.length > 1 ? { ...inputs } : inputs[0]);
}

interface Reply {
  result?: { data?: Encoded };
  error?: Encoded;
}

/** NOTE: a batch that failed as a whole may be answered by one reply for all. */
function readAnswer(text: string, count: number, stray: RookeryError): unknown[] {
  const answer = parse(text);
  return Array.from({ length: count }, (_, index) => readReply(Array.isArray(answer) ? answer[index] : answer, stray));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** The output of a reply, or its error; `stray` when it is no reply at all. */
function readReply(reply: unknown, stray: RookeryError): unknown {
  if (!isReply(reply)) return stray;
  if (reply.error) return readError(reply.error) ?? stray;
  return reply.result ? decode(reply.result.data ?? {}) : stray;
}

function isReply(value: unknown): value is Reply {
  return typeof value === 'object' && value !== null;
}

/** The error that the server encoded, or null when it is of another shape than Rookery's. */
export function readError(encoded: Encoded): RookeryError | null {
  const shape = decode(encoded);
  if (!isErrorShape(shape)) return null;
  return new RookeryError({ ...shape.data, status: shape.data.httpStatus, message: shape.message });
}

interface ErrorShape {
  message: string;
  data: Omit<RookeryErrorFields, 'message' | 'status'> & { httpStatus: number };
}

/** NOTE: the reason is what other servers lack; the rest of the shape goes with it. */
function isErrorShape(value: unknown): value is ErrorShape {
  const data: unknown = Reflect.get(Object(value), 'data');
  return typeof Reflect.get(Object(data), 'reason') === 'string';
}
