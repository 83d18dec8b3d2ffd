import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ReadableStream } from 'node:stream/web';
import { TRPCError } from '@trpc/server';
import { resolveResponse, type TRPCRequestInfo } from '@trpc/server/http';
import { type Answer, errorAnswer, sendAnswer } from './http-answer.ts';
import { bodyChunks, discardBody, limitedBody } from './http-body.ts';
import type { HttpRpcRequest } from './http-exchange.ts';
import { type RpcRouter, shapeSafely } from './rpc-router.ts';

/** Settings of the official way. */
export interface OfficialOptions {
  router: RpcRouter;
  /** Ends with a slash. */
  prefix: string;
  maxBatchSize: number;
  createContext(request: HttpRpcRequest): unknown;
  /** Null to let forms be held in memory. */
  readForm: ((req: IncomingMessage, body: AsyncIterable<Buffer>) => Promise<OpenForm>) | null;
}

/** A form that has been read; what it stands on goes when it is disposed. */
export interface OpenForm extends AsyncDisposable {
  readonly form: FormData;
}

/** Answers one request in tRPC's own way; never rejects. */
export type OfficialHandler = (req: IncomingMessage, res: ServerResponse, maxBodySize: number) => Promise<void>;

/**
 * tRPC's own handling of web requests, for all that is not a plain JSON call.
 * NOTE: its adapter for Node waits forever for the rest of a body whose sender has gone, so the request is made here.
 */
export function createOfficialHandler(options: OfficialOptions): OfficialHandler {
  const { router, readForm } = options;
  return async (req, res, maxBodySize) => {
    await using forms = new AsyncDisposableStack();
    const takeForm = readForm && (async () => forms.use(await readForm(req, bodyChunks(req, maxBodySize))).form);
    try {
      const request = requestOf({ req, res }, maxBodySize, takeForm);
      const response = await respond(options, { req, res }, request);
      await send(res, response, (cause) => router.report(cause, nowhere, req));
    } catch (cause) {
      sendAnswer(res, failureAnswer(router, cause, req), {});
    } finally {
      discardBody(req);
    }
  };
}

function respond(
  { router, prefix, maxBatchSize, createContext }: OfficialOptions,
  { req, res }: { req: IncomingMessage; res: ServerResponse },
  request: Request,
): Promise<Response> {
  return resolveResponse({
    router: router.trpc,
    req: request,
    path: pathBelow(prefix, new URL(request.url).pathname),
    maxBatchSize,
    error: null,
    createContext: async ({ info }) => createContext(contextRequest(req, res, info)),
    onError: ({ error, type, path, input, ctx }) => router.report(error, { type, path, input, ctx }, req),
  });
}

/** NOTE: one slash around the path is as good as none, for tRPC's adapters. */
function pathBelow(prefix: string, pathname: string): string {
  return trimSlash(trimSlash(pathname).slice(prefix.length - 2));
}

function trimSlash(path: string): string {
  return path.slice(path.startsWith('/') ? 1 : 0, path.length > 1 && path.endsWith('/') ? -1 : undefined);
}

function contextRequest(req: IncomingMessage, res: ServerResponse, info: TRPCRequestInfo): HttpRpcRequest {
  const setHeader = (name: string, value: string): void => {
    if (!res.headersSent) res.setHeader(name, value);
  };
  return { req, res, paths: info.calls.map((call) => call.path), signal: info.signal, setHeader };
}

/** A request whose form is read in a way of our own. */
class FormRequest extends Request {
  override readonly formData: () => Promise<FormData>;

  constructor(url: URL, init: RequestInit, takeForm: () => Promise<FormData>) {
    super(url, init);
    this.formData = takeForm;
  }
}

function requestOf(
  { req, res }: { req: IncomingMessage; res: ServerResponse },
  maxBodySize: number,
  takeForm: (() => Promise<FormData>) | null,
): Request {
  const controller = new AbortController();
  res.once('close', () => {
    if (!res.writableEnded) controller.abort();
  });
  const { method = 'GET' } = req;
  const init = { method, headers: headersOf(req), signal: controller.signal };
  if (method === 'GET' || method === 'HEAD') return new Request(urlOf(req), init);
  if (takeForm && isForm(req)) return new FormRequest(urlOf(req), init, takeForm);
  return new Request(urlOf(req), streamed(init, limitedBody(req, maxBodySize)));
}

function isForm({ headers }: IncomingMessage): boolean {
  return headers['content-type']?.toLowerCase().startsWith('multipart/form-data') ?? false;
}

/** Node takes its own streams as bodies, and wants `duplex` with them; the types of browsers know neither. */
function streamed(init: RequestInit, body: object): RequestInit {
  return { ...init, body, duplex: 'half' } as RequestInit;
}

/** Node's `Response` has Node's streams, whatever types are loaded. */
function asNodeStream(body: object): ReadableStream {
  return body as ReadableStream;
}

function urlOf(req: IncomingMessage): URL {
  try {
    return new URL(req.url ?? '', `http://${req.headers.host ?? 'localhost'}`);
  } catch (cause) {
    throw new TRPCError({ code: 'BAD_REQUEST', message: 'Invalid URL', cause });
  }
}

function headersOf(req: IncomingMessage): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(req.headers)) {
    for (const one of Array.isArray(value) ? value : [value ?? '']) headers.append(name, one);
  }
  return headers;
}

async function send(res: ServerResponse, response: Response, report: (cause: unknown) => void): Promise<void> {
  res.statusCode = response.status;
  res.setHeaders(response.headers);
  if (!response.body) return void res.end();
  try {
    for await (const chunk of asNodeStream(response.body)) {
      if (!res.write(chunk)) await room(res);
      if (res.destroyed) return;
    }
  } catch (cause) {
    // NOTE: what came before the body failed is sent, as the official adapter has it.
    report(cause);
  }
  res.end();
}

/** Waits until an answer takes more, or there is nobody to take it. */
function room(res: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      res.off('drain', done).off('close', done);
      resolve();
    };
    if (res.destroyed) done();
    else res.on('drain', done).on('close', done);
  });
}

const nowhere = { type: 'unknown', path: undefined, input: undefined, ctx: undefined } as const;

/** NOTE: we get here with a URL that is none, or with a formatter of errors that throws. */
function failureAnswer(router: RpcRouter, cause: unknown, req: IncomingMessage): Answer {
  return errorAnswer(shapeSafely(router, router.report(cause, nowhere, req), nowhere));
}
