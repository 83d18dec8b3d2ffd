import { type ErrorCode, type InputIssue, type Reason, reasons } from '@rookery/contract';
import { TRPCError } from '@trpc/server';
import type { TRPC_ERROR_CODE_NUMBER } from '@trpc/server/rpc';
import { ZodError } from 'zod';
import { DomainError } from './errors.ts';
import { isTimeout, isUnavailable } from './pg-error.ts';

/** What an error looks like over tRPC. */
export interface ErrorShape {
  message: string;
  code: TRPC_ERROR_CODE_NUMBER;
  data: {
    code: ErrorCode;
    httpStatus: number;
    reason: Reason;
    issues: InputIssue[];
    /** Finds the call in the server's logs. */
    requestId: string;
    /** Seconds, or null. */
    retryAfter: number | null;
    path: string | null;
  };
}

const statuses: Record<ErrorCode, number> = {
  BAD_REQUEST: 400,
  UNAUTHORIZED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  METHOD_NOT_SUPPORTED: 405,
  CONFLICT: 409,
  PAYLOAD_TOO_LARGE: 413,
  UNSUPPORTED_MEDIA_TYPE: 415,
  TOO_MANY_REQUESTS: 429,
  INTERNAL_SERVER_ERROR: 500,
  SERVICE_UNAVAILABLE: 503,
};

const ownReasons: Partial<Record<TRPCError['code'], Reason>> = {
  PARSE_ERROR: 'validation_failed',
  BAD_REQUEST: 'validation_failed',
  UNAUTHORIZED: 'token_invalid',
  NOT_FOUND: 'not_found',
  METHOD_NOT_SUPPORTED: 'method_not_allowed',
  PAYLOAD_TOO_LARGE: 'payload_too_large',
  UNSUPPORTED_MEDIA_TYPE: 'unsupported_content_type',
  TOO_MANY_REQUESTS: 'rate_limited',
  SERVICE_UNAVAILABLE: 'unavailable',
  CLIENT_CLOSED_REQUEST: 'unavailable',
};

/** The error as tRPC carries it, with the code of its reason. */
export function toTrpcError(cause: unknown): TRPCError {
  const domain = domainErrorOf(cause);
  if (domain) return new TRPCError({ code: reasons[domain.reason][0], message: domain.message, cause: domain });
  if (cause instanceof TRPCError) return cause;
  return new TRPCError({ code: 'INTERNAL_SERVER_ERROR', cause });
}

/** The refusal behind an error, or null for one that tRPC raised or that is a bug. */
export function domainErrorOf(error: unknown): DomainError | null {
  for (let at = error; at instanceof Error; at = at.cause) if (at instanceof DomainError) return at;
  if (!isUnavailable(error) && !isTimeout(error)) return null;
  return new DomainError('unavailable', { retryAfter: 1, cause: error });
}

/** Shapes an error for the wire. Nothing of an unknown error leaves the server but the id to find it by. */
export function shapeError(
  error: TRPCError,
  at: { code: TRPC_ERROR_CODE_NUMBER; path: string | null; requestId: string },
): ErrorShape {
  const domain = domainErrorOf(error);
  const reason = domain?.reason ?? ownReasons[error.code] ?? 'internal_error';
  const [code, sentence] = reasons[reason];
  const issues = domain?.issues ?? (error.code === 'BAD_REQUEST' ? issuesOf(error.cause) : []);
  return {
    message: sentence,
    code: at.code,
    data: {
      code,
      httpStatus: statuses[code],
      reason,
      issues,
      requestId: at.requestId,
      retryAfter: domain?.retryAfter ?? null,
      path: at.path,
    },
  };
}

function issuesOf(cause: unknown): InputIssue[] {
  if (!(cause instanceof ZodError)) return [];
  return cause.issues.map((issue) => ({
    path: issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step)),
    code: issue.code,
    message: issue.message,
  }));
}
