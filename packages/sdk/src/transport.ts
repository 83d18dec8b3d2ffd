import { networkError, RookeryError, type RookeryErrorFields, strayAnswer } from './errors.ts';
import { decode, type Encoded, encode } from './wire.ts';

/** The part of the standard `fetch` that the client uses. */
export type Fetch = (
  url: string,
  init: { method: string; headers: Record<string, string>; body?: string; signal: AbortSignal },
) => Promise<{ status: number; headers: { get(name: string): string | null }; text(): Promise<string> }>;

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
  signal: AbortSignal;
}

/** Sends calls and gives, in their order, what each answered: its output or its error. */
export type Transport = (exchange: Exchange) => Promise<unknown[]>;

/** Speaks tRPC's protocol over HTTP: one call bare, several as a batch. */
export function createTransport(baseUrl: string, fetch: Fetch): Transport {
  return async (exchange) => {
    const { operations, mutation, token, idempotencyKey, signal } = exchange;
    const body = bodyOf(operations);
    const headers: Record<string, string> = {};
    if (token) headers['authorization'] = `Bearer ${token}`;
    if (idempotencyKey) headers['idempotency-key'] = idempotencyKey;
    if (mutation) headers['content-type'] = 'application/json';
    const url = `${baseUrl}/trpc/${operations.map(({ path }) => path).join()}`;
    const query = [...(operations.length > 1 ? ['batch=1'] : []), ...(mutation || !body ? [] : [`input=${encodeURIComponent(body)}`])];
    try {
      const answer = await fetch(query.length > 0 ? `${url}?${query.join('&')}` : url, {
        method: mutation ? 'POST' : 'GET',
        headers,
        signal,
        ...(mutation && body ? { body } : {}),
      });
      return readAnswer(await answer.text(), operations.length, strayAnswer(answer.status, answer.headers.get('retry-after')));
    } catch (error) {
      if (signal.aborted || error instanceof RookeryError) throw error;
      throw networkError('The server could not be reached', error);
    }
  };
}

function bodyOf(operations: readonly Operation[]): string | undefined {
  const inputs = operations.map(({ input }) => (input === undefined ? undefined : encode(input)));
  return JSON.stringify(inputs.length > 1 ? { ...inputs } : inputs[0]);
}

interface Reply {
  result?: { data: Encoded };
  error?: Encoded;
}

/** A batch that failed as a whole may be answered by one reply for all. */
function readAnswer(text: string, count: number, stray: RookeryError): unknown[] {
  const answer = parse(text);
  const replies = Array.isArray(answer) ? answer : Array.from({ length: count }, () => answer);
  return Array.from({ length: count }, (_, index) => readReply(replies[index], stray));
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
  return isErrorShape(shape) ? new RookeryError({ ...shape.data, status: shape.data.httpStatus, message: shape.message }) : null;
}

type ErrorShape = { message: string; data: Omit<RookeryErrorFields, 'message' | 'status'> & { httpStatus: number } };

function isErrorShape(value: unknown): value is ErrorShape {
  return typeof value === 'object' && value !== null && 'data' in value && typeof value.data === 'object' && value.data !== null && 'reason' in value.data;
}
