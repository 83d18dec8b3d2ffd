import type { ErrorCode, Reason } from './generated/errors.ts';
import type { InputIssue } from './generated/types.ts';

/** What a `RookeryError` is made of. */
export interface RookeryErrorFields {
  message: string;
  code: ErrorCode | 'NETWORK';
  reason: Reason | 'network';
  issues: InputIssue[];
  requestId: string | null;
  retryAfter: number | null;
  status: number;
}

/**
 * What every call rejects with, unless its signal was aborted: then it rejects with the signal's reason.
 * @example
 * try {
 *   await rookery.auth.login({ login, password });
 * } catch (error) {
 *   if (error instanceof RookeryError && error.reason === 'credentials_invalid') askAgain();
 * }
 */
export class RookeryError extends Error {
  /** tRPC's code of the error, or `NETWORK` when there was no answer to trust. */
  readonly code: ErrorCode | 'NETWORK';
  /** The stable machine word to decide by; `network` when no server answered: nothing is known then of what the call did. */
  readonly reason: Reason | 'network';
  /** What is wrong with the input, by path; empty unless `reason` is `validation_failed`. */
  readonly issues: InputIssue[];
  /** Finds the call in the server's logs; null when no server answered. */
  readonly requestId: string | null;
  /** Seconds after which a retry may succeed, or null. */
  readonly retryAfter: number | null;
  /** HTTP status; 0 when no server answered. */
  readonly status: number;

  constructor(fields: RookeryErrorFields, cause?: unknown) {
    const [issue] = fields.issues;
    super(issue ? `${fields.message} (${[...issue.path, ''].join(' ')}${issue.message})` : fields.message, { cause });
    this.name = 'RookeryError';
    this.code = fields.code;
    this.reason = fields.reason;
    this.issues = fields.issues;
    this.requestId = fields.requestId;
    this.retryAfter = fields.retryAfter;
    this.status = fields.status;
  }
}

/** The error of a call that no server answered. */
export function networkError(message: string, cause?: unknown): RookeryError {
  return new RookeryError({ ...unanswered, message }, cause);
}

const unanswered = {
  code: 'NETWORK',
  reason: 'network',
  issues: [],
  requestId: null,
  retryAfter: null,
  status: 0,
} as const satisfies Omit<RookeryErrorFields, 'message'>;

/** What an answer means that did not come from Rookery but from something before it, by its HTTP status. */
export function strayAnswer(status: number, retryAfter: string | null): RookeryError {
  const seconds = Number(retryAfter ?? Number.NaN);
  const fields = {
    ...unanswered,
    message: `The answer with status ${status} is not one of Rookery's`,
    status,
    retryAfter: Number.isFinite(seconds) ? seconds : null,
  };
  if (status === 429) return new RookeryError({ ...fields, code: 'TOO_MANY_REQUESTS', reason: 'rate_limited' });
  if (status === 413) return new RookeryError({ ...fields, code: 'PAYLOAD_TOO_LARGE', reason: 'payload_too_large' });
  if (status >= 500) return new RookeryError({ ...fields, code: 'SERVICE_UNAVAILABLE', reason: 'unavailable' });
  return new RookeryError(fields);
}
