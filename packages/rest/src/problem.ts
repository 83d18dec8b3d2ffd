import { STATUS_CODES } from 'node:http';
import { type ErrorShape, shapeError, toTrpcError } from '@rookery/api';

/** The media type of errors (RFC 9457). */
export const problemType = 'application/problem+json';

/** JSON-RPC's "internal error", which every shape has to carry: clients look at `reason` instead. */
export const rpcCode = -32603;

/** An error as REST tells it. */
export interface Problem {
  status: number;
  headers: Record<string, string>;
  text: string;
}

/** Where an error arose. */
export interface ProblemPlace {
  requestId: string;
  /** The procedure that was called. */
  path?: string | null;
  /** What exactly is wrong, for people, in the place of what its reason says. */
  detail?: string | undefined;
}

/** Shapes an error. Nothing of an unknown one leaves the server but the id to find it by. */
export function problemOf(cause: unknown, { requestId, path = null, detail }: ProblemPlace): Problem {
  const shape = shapeError(toTrpcError(cause), { code: rpcCode, path, requestId });
  const { httpStatus, reason, retryAfter } = shape.data;
  const headers: Record<string, string> = { 'content-type': problemType, 'cache-control': 'no-store' };
  if (retryAfter !== null) headers['retry-after'] = String(retryAfter);
  const challenge = challengeOf(httpStatus, reason);
  if (challenge !== null) headers['www-authenticate'] = challenge;
  return { status: httpStatus, headers, text: JSON.stringify(bodyOf(shape, detail)) };
}

/** NOTE: what else is answered 401, like a wrong password, does not mean that the token of the request is to be renewed. */
const ofTokens = new Set(['token_invalid', 'token_expired', 'session_revoked']);

/** How to prove who one is (RFC 6750). */
function challengeOf(status: number, reason: string): string | null {
  if (reason === 'scope_required') return 'Bearer error="insufficient_scope"';
  if (status !== 401) return null;
  return ofTokens.has(reason) ? `Bearer error="invalid_token", error_description="${reason}"` : 'Bearer';
}

function bodyOf({ message, data }: ErrorShape, detail: string | undefined): object {
  const { httpStatus, code, reason, issues, requestId, retryAfter } = data;
  return {
    type: 'about:blank',
    title: STATUS_CODES[httpStatus],
    status: httpStatus,
    detail: detail ?? message,
    code,
    reason,
    issues,
    requestId,
    ...(retryAfter === null ? {} : { retryAfter }),
  };
}
