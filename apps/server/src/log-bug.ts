import { domainErrorOf, type Logger } from '@rookery/api';
import type { TRPCError } from '@trpc/server';

/** A call that failed. */
export interface Failure {
  error: TRPCError;
  path: string | undefined;
  ctx: unknown;
}

/** Logs what is our fault, once; refusals are the caller's affair. */
export function logBug(log: Logger, { error, path, ctx }: Failure): void {
  const requestId = ctx instanceof Object && 'requestId' in ctx ? ctx.requestId : undefined;
  const refusal = domainErrorOf(error);
  if (refusal?.reason === 'unavailable' && refusal.cause !== undefined) {
    log.warn({ why: String(refusal.cause), path, requestId }, 'a call could not be served');
  } else if (error.code === 'INTERNAL_SERVER_ERROR' && !refusal) {
    log.error({ err: error.cause ?? error, path, requestId }, 'a call failed');
  }
}
