import http, { type IncomingHttpHeaders } from 'node:http';
import { buffer } from 'node:stream/consumers';

/** A request over one connection of its own. */
export interface HttpRequest {
  method?: string;
  /** Below /api/v1, as it goes over the line. */
  path: string;
  token?: string | null;
  headers?: Record<string, string>;
  body?: string | Buffer | null;
}

/** An answer before anything was decoded. */
export interface HttpAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  bytes: Buffer;
  text: string;
}

/** Sends requests to the REST routes of a server. */
export type Ask = (request: HttpRequest) => Promise<HttpAnswer>;

/** NOTE: `fetch` decodes, forbids some methods and mends paths; this does not. */
export function askAt(port: number): Ask {
  return ({ method = 'GET', path, token = null, headers = {}, body = null }) =>
    new Promise((resolve, reject) => {
      const bearing = token === null ? {} : { authorization: `Bearer ${token}` };
      const request = http.request({ port, host: '127.0.0.1', method, path: `/api/v1${path}`, agent: false });
      for (const [name, value] of Object.entries({ ...bearing, ...headers })) request.setHeader(name, value);
      if (body !== null && !request.hasHeader('content-length') && !request.hasHeader('transfer-encoding'))
        request.setHeader('content-length', Buffer.byteLength(body));
      request.once('error', reject);
      request.once('response', (answer) => {
        const read = buffer(answer).then((bytes) => {
          request.destroy();
          return { status: answer.statusCode ?? 0, headers: answer.headers, bytes, text: bytes.toString() };
        });
        resolve(read);
      });
      request.end(body ?? undefined);
    });
}

/** What a JSON answer says. */
export function jsonOf({ text }: { text: string }): Record<string, unknown> {
  return JSON.parse(text);
}

/** The header and body of JSON. */
export function jsonBody(value: unknown): { headers: Record<string, string>; body: string } {
  return { headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) };
}
