import type { IncomingMessage, ServerResponse } from 'node:http';
import { DomainError, shapeError, toTrpcError, wire } from '@rookery/api';
import type { Reason } from '@rookery/contract';
import { problemOf, rpcCode } from '@rookery/rest';
import { discardBody } from '../rpc/index.ts';

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

/** NOTE: closing on a body at once would reset the connection before the client has read the answer. */
const drainedBytes = 4 * 1024 * 1024;

/** Answers a request with an error; a body that it brings is not read. */
export function refuse(
  req: IncomingMessage,
  res: ServerResponse,
  { reason, requestId, dialect = 'problem', retryAfter, detail }: Refusal,
): void {
  discardBody(req, drainedBytes);
  const cause = new DomainError(reason, retryAfter === undefined ? {} : { retryAfter });
  const problem = problemOf(cause, { requestId, detail });
  const isTrpc = dialect === 'trpc';
  const text = isTrpc ? envelopeOf(cause, requestId) : problem.text;
  const type = isTrpc ? { 'content-type': 'application/json' } : {};
  res.writeHead(problem.status, { ...problem.headers, ...type, 'content-length': Buffer.byteLength(text) });
  res.end(text);
}

function envelopeOf(cause: DomainError, requestId: string): string {
  const shape = shapeError(toTrpcError(cause), { code: rpcCode, path: null, requestId });
  return JSON.stringify({ error: wire.output.serialize(shape) });
}
