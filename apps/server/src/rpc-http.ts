import type { RequestListener } from 'node:http';
import { appRouter, type Logger } from '@rookery/api';
import { serializeToText } from '@rookery/api/wire';
import { type ContextParts, httpContext } from './http/request-context.ts';
import { logBug } from './log-bug.ts';
import { createHttpRpc } from './rpc/index.ts';

/** The calls of `/trpc` over HTTP. */
export function serveHttpRpc(parts: ContextParts & { log: Logger }): RequestListener {
  const { limits } = parts.app.settings;
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
