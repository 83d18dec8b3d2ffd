import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import { DomainError, type ErrorShape, shapeError, toTrpcError, wire } from '@rookery/api';
import type { Reason } from '@rookery/contract';

/** Which clothes an error wears: tRPC's envelope, or RFC 9457 for everybody else. */
export type Dialect = 'trpc' | 'problem';

/** What is refused, and how. */
export interface Refusal {
  reason: Reason;
  requestId: string;
  dialect?: Dialect;
  /** Seconds. */
  retryAfter?: number;
  /** What exactly is wrong, for people. */
  detail?: string;
}

/** Answers a request with an error; a body that it brings is not read. */
export function refuse(
  req: IncomingMessage,
  res: ServerResponse,
  { reason, requestId, dialect = 'problem', retryAfter, detail }: Refusal,
): void {
  discardBody(req);
  const cause = new DomainError(reason, retryAfter === undefined ? {} : { retryAfter });
  const shape = shapeError(toTrpcError(cause), { code: rpcCode, path: null, requestId });
  const body = dialect === 'trpc' ? { error: wire.output.serialize(shape) } : problemOf(shape, detail);
  const text = JSON.stringify(body);
  if (retryAfter !== undefined) res.setHeader('retry-after', retryAfter);
  res.writeHead(shape.data.httpStatus, {
    'content-type': dialect === 'trpc' ? 'application/json' : 'application/problem+json',
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
  });
  res.end(text);
}

/** JSON-RPC's "internal error": tRPC's clients look at `data.code` instead. */
export const rpcCode = -32603;

function problemOf(shape: ErrorShape, detail: string | undefined): object {
  const { httpStatus, code, reason, issues, requestId, retryAfter } = shape.data;
  return {
    type: 'about:blank',
    title: STATUS_CODES[httpStatus],
    status: httpStatus,
    detail: detail ?? shape.message,
    code,
    reason,
    issues,
    requestId,
    ...(retryAfter === null ? {} : { retryAfter }),
  };
}

const drainedBytes = 4 * 1024 * 1024;

/**
 * Takes no notice of a body. Closing on a body at once would reset the connection before the client has read the answer, so a little of it is thrown
 * away first.
 */
export function discardBody(req: IncomingMessage): void {
  if (req.headers['content-length'] === undefined && req.headers['transfer-encoding'] === undefined) return;
  let left = drainedBytes;
  req.on('data', (chunk: Buffer) => {
    left -= chunk.length;
    if (left < 0) req.destroy();
  });
}
