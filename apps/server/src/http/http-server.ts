import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { SetupError } from '../setup-error.ts';

/** Takes a socket whose client wants to speak WebSocket. */
export type UpgradeListener = (req: IncomingMessage, socket: Duplex, head: Buffer) => void;

/** What answers requests. */
export interface Listeners {
  request: RequestListener;
  upgrade: UpgradeListener;
}

/** A bound port, whose listeners may change while it stays bound. */
export interface HttpServer extends AsyncDisposable {
  readonly port: number;
  listen(listeners: Listeners): void;
  /** Takes no more connections, and returns when the last answer has been sent. */
  close(): Promise<void>;
}

/** Where to listen, and how long slow clients are borne with. */
export interface BindOptions {
  port: number;
  host: string;
  /** Until a request must have come in whole; the usual time lets an image through on a slow line. */
  requestMs?: number;
}

const headersMs = 10_000;
const keepAliveMs = 75_000;
const sweepMs = 50;

/** Binds the port at once, so that a taken one is told before anything else is started. */
export async function bindHttpServer(options: BindOptions, first: Listeners): Promise<HttpServer> {
  let listeners = first;
  const { requestMs = 120_000 } = options;
  const server = createServer({
    headersTimeout: Math.min(headersMs, requestMs),
    requestTimeout: requestMs,
    connectionsCheckingInterval: Math.min(2000, requestMs),
    keepAliveTimeout: keepAliveMs,
    shouldUpgradeCallback: (req) => req.headers.upgrade?.toLowerCase() === 'websocket',
  });
  server.on('request', (req, res) => listeners.request(req, res));
  server.on('checkContinue', (req, res) => listeners.request(req, res));
  server.on('upgrade', (req: IncomingMessage, socket: Duplex, head: Buffer) => listeners.upgrade(req, socket, head));
  server.on('clientError', answerBroken);
  await bind(server, options);
  return {
    port: portOf(server),
    listen: (next) => {
      listeners = next;
    },
    close: () => close(server),
    [Symbol.asyncDispose]: () => {
      server.closeAllConnections();
      return close(server);
    },
  };
}

/** NOTE: a connection whose answer was under way is idle only after it, and would then be kept for its client. */
async function close(server: Server): Promise<void> {
  if (!server.listening) return;
  const closed = once(server, 'close');
  server.close();
  const sweep = setInterval(() => server.closeIdleConnections(), sweepMs);
  await closed;
  clearInterval(sweep);
}

async function bind(server: Server, { port, host }: BindOptions): Promise<void> {
  try {
    server.listen(port, host);
    await once(server, 'listening');
  } catch (error) {
    throw bindError(error, port, host);
  }
}

function bindError(error: unknown, port: number, host: string): unknown {
  switch (error instanceof Error && 'code' in error ? error.code : undefined) {
    case 'EADDRINUSE':
      return new SetupError(
        `Port ${port} is taken, perhaps by another Rookery.`,
        `Stop what uses it, or start with another: PORT=${port === 65_535 ? 3000 : port + 1}`,
        { cause: error },
      );
    case 'EACCES':
      return new SetupError(`This user may not listen on port ${port}.`, 'Take one above 1023: PORT=3000', {
        cause: error,
      });
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new SetupError(
        `The setting HOST (${host}) is no address of this machine.`,
        'Take 127.0.0.1 for this machine alone, or 0.0.0.0 for all its addresses.',
        { cause: error },
      );
    default:
      return error;
  }
}

/** NOTE: it listens on a host and port, never on a pipe. */
function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

const statusLines: Record<string, string> = {
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  HPE_CHUNK_EXTENSIONS_OVERFLOW: '413 Payload Too Large',
};

/** What does not parse as HTTP, or comes too slowly, gets one line. */
function answerBroken(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const status = statusLines[error.code ?? ''] ?? '400 Bad Request';
  socket.on('error', () => undefined);
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () => socket.destroy());
}
