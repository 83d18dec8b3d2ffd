import type { RequestListener } from 'node:http';
import { appRouter, domainErrorOf, type Logger } from '@rookery/api';
import { serializeToText } from '@rookery/api/wire';
import { limits } from '@rookery/contract';
import type { TRPCError } from '@trpc/server';
import { type ContextParts, httpContext } from './http/request-context.ts';
import { createHttpRpc } from './rpc/http-handler.ts';

/** The calls of `/trpc` over HTTP. */
export function serveHttpRpc(parts: ContextParts & { log: Logger }): RequestListener {
  return createHttpRpc({
    router: appRouter,
    prefix: '/trpc',
    serialize: serializeToText,
    maxBatchSize: limits.batch,
    maxBodySize: limits.bodyBytes,
    createContext: (request) => httpContext(parts, request),
    onError: (failure) => logBug(parts.log, failure),
  });
}

/** A call that failed. */
interface Failure {
  error: TRPCError;
  path: string | undefined;
  ctx: unknown;
}

/** Logs what is our fault, once; refusals are the caller's affair. */
export function logBug(log: Logger, { error, path, ctx }: Failure): void {
  if (error.code !== 'INTERNAL_SERVER_ERROR' || domainErrorOf(error)) return;
  const requestId = ctx instanceof Object && 'requestId' in ctx ? ctx.requestId : undefined;
  log.error({ err: error.cause ?? error, path, requestId }, 'a call failed');
}
