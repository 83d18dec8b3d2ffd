import type { RequestListener } from 'node:http';
import { appRouter, type Logger, listProcedures } from '@rookery/api';
import { serializeToText } from '@rookery/api/wire';
import { TRPCError } from '@trpc/server';
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
    createContext: (request) => {
      refuseStreams(request.paths);
      return httpContext(parts, request);
    },
    onError: (failure) => logBug(parts.log, failure),
  });
}

const streams = new Set(listProcedures(appRouter).flatMap(({ path, type }) => (type === 'subscription' ? [path] : [])));

/** NOTE: nothing ends a stream over HTTP when its session ends, its client stops reading or the process leaves; sockets see to that. */
function refuseStreams(paths: readonly string[]): void {
  if (paths.some((path) => streams.has(path))) throw new TRPCError({ code: 'METHOD_NOT_SUPPORTED' });
}
