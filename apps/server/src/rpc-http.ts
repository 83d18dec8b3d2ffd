import type { RequestListener } from 'node:http';
import { appRouter, type Logger, listProcedures, takesFile } from '@rookery/api';
import { serializeToText } from '@rookery/api/wire';
import { TRPCError } from '@trpc/server';
import { type ContextParts, httpContext } from './http/request-context.ts';
import type { FormReader } from './http/upload-form.ts';
import { uploadBytes } from './http/upload-size.ts';
import { logBug } from './log-bug.ts';
import { createHttpRpc } from './rpc/index.ts';
import type { UploadSlots } from './upload-slots.ts';

/** What calls over HTTP stand on. */
export interface HttpRpcParts extends ContextParts {
  log: Logger;
  readForm: FormReader;
  slots: UploadSlots;
}

/** The calls of `/trpc` over HTTP. */
export function serveHttpRpc(parts: HttpRpcParts): RequestListener {
  const { limits } = parts.app.settings;
  return createHttpRpc({
    router: appRouter,
    prefix: '/trpc',
    serialize: serializeToText,
    maxBatchSize: limits.batch,
    maxBodySize: limits.bodyBytes,
    maxUploadSize: uploadBytes,
    readForm: parts.readForm,
    allowsUpload: (path, mediaType) => uploads.has(path) && mediaType === 'multipart/form-data',
    createContext: async (request) => {
      refuseStreams(request.paths);
      const context = await httpContext(parts, request);
      if (request.paths.some((path) => uploads.has(path))) parts.slots.take(context.identity, request.res);
      return context;
    },
    refusalContext: (res) => ({ requestId: String(res.getHeader('x-request-id')) }),
    onError: (failure) => logBug(parts.log, failure),
  });
}

const procedures = listProcedures(appRouter);
const streams = new Set(procedures.flatMap(({ path, type }) => (type === 'subscription' ? [path] : [])));
const uploads = new Set(procedures.flatMap(({ path, inputs: [input] }) => (takesFile(input) ? [path] : [])));

/** NOTE: nothing ends a stream over HTTP when its session ends, its client stops reading or the process leaves; sockets see to that. */
function refuseStreams(paths: readonly string[]): void {
  if (paths.some((path) => streams.has(path))) throw new TRPCError({ code: 'METHOD_NOT_SUPPORTED' });
}
