import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Logger, type OpenApp, openAuthenticator } from '@rookery/api';
import { createApiPages } from './api-pages/index.ts';
import type { Config } from './config.ts';
import { createAddressReader } from './http/client-address.ts';
import { createOrigins } from './http/cors.ts';
import { sendExport } from './http/export-files.ts';
import { createHandler } from './http/handler.ts';
import { createHealth } from './http/health.ts';
import type { Listeners } from './http/http-server.ts';
import { sendMedia } from './http/media-files.ts';
import { createOverloadGuard } from './http/overload.ts';
import { addPagePaths, readSite, type Site } from './http/static-files.ts';
import { answerUnsubscribe } from './http/unsubscribe.ts';
import { createFormReader, type FormReader } from './http/upload-form.ts';
import type { Metrics } from './metrics.ts';
import { openApiText } from './openapi-text.ts';
import { serveHttpRest } from './rest-http.ts';
import { serveHttpRpc } from './rpc-http.ts';
import { openEventStreams, type StreamLimits } from './sse/index.ts';
import { createUploadSlots, type UploadSlots } from './upload-slots.ts';
import { openSockets, refuseUpgrade } from './ws.ts';

/** What the doors of the house open to. */
export interface ServeParts {
  config: Config;
  app: OpenApp;
  log: Logger;
  metrics: Metrics;
  isDraining(): boolean;
  streamLimits?: Partial<StreamLimits> | undefined;
}

/** The open doors. */
export interface Doors extends AsyncDisposable {
  listeners: Listeners;
  /** Sends the clients of live events to another process, and returns when all are gone. */
  drain(): Promise<void>;
}

// NOTE: together with the delay and the patience of the shutdown these stay below the 30 s that balancers commonly give.
const crowd = { overMs: 3000, graceMs: 4000 };
const few = { overMs: 0, graceMs: 500 };
const overload = { inFlight: 2000, lagMs: 1500 };

/** Opens the doors: calls, pages and live events over HTTP, and calls and live events over WebSocket; a worker has health and metrics alone. */
export async function openDoors({
  config,
  app,
  log,
  metrics,
  isDraining,
  streamLimits = {},
}: ServeParts): Promise<Doors> {
  await using stack = new AsyncDisposableStack();
  const { publicUrl } = app.settings;
  const guard = stack.use(createOverloadGuard(overload));
  const authenticator = stack.use(openAuthenticator(app));
  const origins = createOrigins(publicUrl, config.corsOrigins);
  const addressOf = createAddressReader(config.trustProxy);
  const transport = { app, authenticator, origins, addressOf, log };
  const farewell = config.production ? crowd : few;
  const sockets = stack.use(openSockets({ ...transport, farewell }));
  const streams = stack.use(openEventStreams({ ...transport, farewell, limits: streamLimits }));
  await metrics.watch(app, {
    requestsInFlight: () => guard.inFlight,
    eventLoopLagSeconds: () => guard.lagMs / 1000,
    sockets: () => sockets.stats().sockets,
    subscriptions: () => sockets.stats().subscriptions,
    streams: () => streams.stats().streams,
  });
  const isWorker = config.role === 'worker';
  const uploads = isWorker ? null : openUploads(config);
  const request = createHandler({
    rpc: uploads && serveHttpRpc({ ...transport, ...uploads }),
    rest:
      uploads &&
      serveHttpRest({ ...transport, ...uploads, stream: (exchange, events) => streams.answer(exchange, events) }),
    apiPages: isWorker ? null : createApiPages({ document: () => openApiText(config.version), publicUrl }),
    media: isWorker ? null : (exchange, path) => sendMedia(app, exchange, path),
    exports: isWorker ? null : (exchange, path) => sendExport(app, exchange, path),
    unsubscribe: isWorker ? null : (exchange) => answerUnsubscribe({ app, addressOf }, exchange),
    site: isWorker ? new Map() : readSites(),
    health: createHealth(app, isDraining),
    metrics,
    metricsToken: config.metricsToken,
    origins,
    overload: guard,
    addressOf,
    log,
    secure: publicUrl.startsWith('https:'),
    isDraining,
  });
  const owned = stack.move();
  return {
    listeners: { request, upgrade: isWorker ? refuseUpgrade : sockets.upgrade },
    drain: async () => void (await Promise.all([sockets.drain(), streams.drain()])),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

/** NOTE: calls over tRPC and over REST share the places. */
function openUploads({ dataDir }: Config): { readForm: FormReader; slots: UploadSlots } {
  return { readForm: createFormReader(join(dataDir, 'incoming')), slots: createUploadSlots() };
}

/** Where the letters lead; the page takes it from there. */
const letterPaths = ['/verify-email', '/reset-password', '/forgot-password', '/login'];

/** The page at / and the SDK at /sdk/, as far as they have been built. */
function readSites(): Site {
  const built = (path: string) => fileURLToPath(new URL(`../../../${path}/dist`, import.meta.url));
  const page = addPagePaths(readSite(built('apps/web'), '/'), letterPaths);
  return new Map([...page, ...readSite(built('packages/sdk'), '/sdk/')]);
}
