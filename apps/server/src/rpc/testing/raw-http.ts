import { once } from 'node:events';
import http, { type RequestListener } from 'node:http';
import net, { type AddressInfo } from 'node:net';

/** A request as it goes over the line. */
export interface RawRequest {
  method?: string;
  url: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
}

/** An answer as it came over the line. */
export interface RawAnswer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** A server on a free port of this machine. */
export interface TestServer extends AsyncDisposable {
  port: number;
  server: http.Server;
}

/** Starts a server for a test. */
export async function serve(listener: RequestListener): Promise<TestServer> {
  const server = http.createServer(listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const stop = async (): Promise<void> => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  };
  return { port: (server.address() as AddressInfo).port, server, [Symbol.asyncDispose]: stop };
}

/** Sends a request byte by byte as it is told, and reads the answer. */
export function sendRaw(port: number, request: RawRequest): Promise<RawAnswer> {
  return sendBytes(port, bytesOf(request));
}

/** How long we wait for an answer to go on, before we take what there is. Milliseconds. */
const patience = 15_000;

/** Sends bytes and reads one answer; `end` says by the end of the stream that nothing follows. No answer has the status 0. */
export function sendBytes(port: number, bytes: Buffer, { end = false } = {}): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const socket = net.connect(port, '127.0.0.1');
    socket.setTimeout(patience, () => socket.destroy());
    const chunks: Buffer[] = [];
    socket.on('data', (chunk) => {
      chunks.push(chunk);
      if (isWhole(chunks)) socket.destroy();
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(parseAnswer(Buffer.concat(chunks))));
    if (end) socket.end(bytes);
    else socket.write(bytes);
  });
}

function bytesOf({ method = 'GET', url, headers = {}, body }: RawRequest): Buffer {
  const bytes = Buffer.from(body ?? '');
  const length = body === undefined ? {} : { 'content-length': String(bytes.length) };
  const all = { host: 'localhost', connection: 'close', ...length, ...headers };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.concat([Buffer.from(`${method} ${url} HTTP/1.1\r\n${lines.join('')}\r\n`, 'latin1'), bytes]);
}

/** NOTE: not every answer ends its connection when asked to: server-sent events do not. */
function isWhole(chunks: readonly Buffer[]): boolean {
  const last = chunks.at(-1);
  return last?.subarray(-5).toString('latin1') === '0\r\n\r\n';
}

function parseAnswer(bytes: Buffer): RawAnswer {
  const end = bytes.indexOf('\r\n\r\n');
  const [first = '', ...lines] = bytes.subarray(0, Math.max(end, 0)).toString('latin1').split('\r\n');
  const headers = Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  );
  const raw = bytes.subarray(end + 4);
  const body = headers['transfer-encoding'] === 'chunked' ? dechunk(raw) : raw;
  return { status: Number(first.split(' ')[1] ?? 0), headers, body: body.toString('utf8') };
}

function dechunk(bytes: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const line = bytes.indexOf('\r\n', at);
    const size = Number.parseInt(bytes.subarray(at, line).toString('latin1'), 16);
    if (!(size > 0)) break;
    parts.push(bytes.subarray(line + 2, line + 2 + size));
    at = line + 2 + size + 2;
  }
  return Buffer.concat(parts);
}
