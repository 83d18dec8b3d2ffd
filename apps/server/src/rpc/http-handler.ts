import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { getTRPCErrorFromUnknown, TRPCError } from '@trpc/server';
import { errorAnswer, sendAnswer } from './http-answer.ts';
import { announcesMore, discardBody, readBody, tooLarge } from './http-body.ts';
import { HttpExchange, type HttpRpcRequest, type PlainCall, type PlainRequest } from './http-exchange.ts';
import { createOfficialHandler, type OfficialHandler, type OpenForm } from './http-official.ts';
import { type RpcTarget, readTarget } from './http-target.ts';
import { openRouter, type RpcRouter, type RpcRouterOptions, shapeSafely } from './rpc-router.ts';

/** How tRPC is served over HTTP. */
export interface HttpRpcOptions extends RpcRouterOptions {
  /** Path below which the procedures are, as in `/trpc`. */
  prefix: string;
  /** Called once for a request, however many calls it batches. */
  createContext(request: HttpRpcRequest): unknown;
  /** What the router's formatter of errors gets as the context of a request that is refused before it has one. */
  refusalContext?(res: ServerResponse): unknown;
  /** Whether a procedure takes multipart forms, or raw bytes; none does unless this says so. */
  allowsUpload?(path: string, mediaType: string): boolean;
  /** Calls in a batch; 20 by default. */
  maxBatchSize?: number;
  /** Bytes of a JSON body; 256 KiB by default. */
  maxBodySize?: number;
  /** Bytes of an upload with its envelope; 51 MiB by default. */
  maxUploadSize?: number;
  /** Reads a multipart form out of its body, which fails when it is over its limit; by default it is held in memory. */
  readForm?(req: IncomingMessage, body: AsyncIterable<Buffer>): Promise<OpenForm>;
}

/**
 * Serves a router's plain JSON calls straight from Node's objects. Streams, uploads and oddities go the official way, which
 * answers plain calls alike at several times the cost.
 */
export function createHttpRpc(options: HttpRpcOptions): RequestListener {
  const handler = new HttpRpc(options);
  return (req, res) => handler.handle(req, res);
}

const methods = new Set(['GET', 'POST', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'DELETE']);
const uploadTypes = new Set(['multipart/form-data', 'application/octet-stream']);

class HttpRpc {
  readonly #router: RpcRouter;
  readonly #prefix: string;
  readonly #maxBatchSize: number;
  readonly #maxBodySize: number;
  readonly #maxUploadSize: number;
  readonly #createContext: HttpRpcOptions['createContext'];
  readonly #refusalContext: (res: ServerResponse) => unknown;
  readonly #allowsUpload: (path: string, mediaType: string) => boolean;
  readonly #official: OfficialHandler;

  constructor(options: HttpRpcOptions) {
    this.#router = openRouter(options);
    this.#prefix = `/${options.prefix.replaceAll(/^\/+|\/+$/g, '')}/`;
    this.#maxBatchSize = options.maxBatchSize ?? 20;
    this.#maxBodySize = options.maxBodySize ?? 256 * 1024;
    this.#maxUploadSize = options.maxUploadSize ?? 51 * 1024 * 1024;
    this.#createContext = (request) => options.createContext(request);
    this.#refusalContext = (res) => options.refusalContext?.(res);
    this.#allowsUpload = (path, mediaType) => options.allowsUpload?.(path, mediaType) ?? false;
    this.#official = createOfficialHandler({
      router: this.#router,
      prefix: this.#prefix,
      maxBatchSize: this.#maxBatchSize,
      createContext: this.#createContext,
      readForm: options.readForm?.bind(options) ?? null,
    });
  }

  handle(req: IncomingMessage, res: ServerResponse): void {
    const target = readTarget(req.url ?? '', this.#prefix);
    const refusal = this.#refusalOf(req, target);
    if (refusal) this.#refuse(req, res, refusal);
    else this.#answer(req, res, target);
  }

  #answer(req: IncomingMessage, res: ServerResponse, target: RpcTarget | null): void {
    const plain = target && this.#plainRequest(req, res, target);
    if (!plain) void this.#official(req, res, uploadTypeOf(req) ? this.#maxUploadSize : this.#maxBodySize);
    else if (plain.type === 'query') void new HttpExchange(plain, plain.target.input).run();
    else void this.#answerWithBody(plain);
  }

  async #answerWithBody(plain: PlainRequest): Promise<void> {
    try {
      const text = await readBody(plain.req, this.#maxBodySize);
      await new HttpExchange(plain, text).run();
    } catch (error) {
      this.#refuse(plain.req, plain.res, getTRPCErrorFromUnknown(error));
    }
  }

  /**
   * NOTE: a page of another site can send multipart forms and raw bytes without asking, so only procedures that are made for
   * them may be reached that way. Other types than JSON the official way refuses by itself.
   */
  #refusalOf(req: IncomingMessage, target: RpcTarget | null): TRPCError | null {
    if (!methods.has(req.method ?? '')) return new TRPCError({ code: 'METHOD_NOT_SUPPORTED' });
    const mediaType = uploadTypeOf(req);
    if (mediaType === null) return announcesMore(req, this.#maxBodySize) ? tooLarge() : null;
    const [path, ...others] = target?.paths ?? [];
    if (path === undefined || others.length > 0 || !this.#allowsUpload(path, mediaType)) {
      return new TRPCError({ code: 'UNSUPPORTED_MEDIA_TYPE', message: 'This procedure takes application/json' });
    }
    return announcesMore(req, this.#maxUploadSize) ? tooLarge() : null;
  }

  /** Null for whatever has to go the official way. */
  #plainRequest(req: IncomingMessage, res: ServerResponse, target: RpcTarget): PlainRequest | null {
    const type = plainTypeOf(req);
    if (!type || target.paths.length > this.#maxBatchSize) return null;
    const calls: PlainCall[] = [];
    for (const path of target.paths) {
      const procedure = this.#router.find(path);
      if (procedure?._def.type !== type) return null;
      calls.push({ path, procedure });
    }
    return { router: this.#router, req, res, target, calls, type, createContext: this.#createContext };
  }

  #refuse(req: IncomingMessage, res: ServerResponse, error: TRPCError): void {
    discardBody(req);
    const place = { type: 'unknown', path: undefined, input: undefined, ctx: this.#refusalContext(res) } as const;
    this.#router.report(error, place, req);
    sendAnswer(res, errorAnswer(shapeSafely(this.#router, error, place)), {});
  }
}

/** What a request's method can call, if it asks for plain JSON and nothing else. */
function plainTypeOf({ method, headers }: IncomingMessage): 'query' | 'mutation' | null {
  if ('trpc-accept' in headers || headers.accept?.includes('jsonl')) return null;
  const mediaType = mediaTypeOf(headers['content-type']);
  if (method === 'GET') return mediaType === undefined || mediaType === 'application/json' ? 'query' : null;
  return method === 'POST' && mediaType === 'application/json' ? 'mutation' : null;
}

function uploadTypeOf({ headers }: IncomingMessage): string | null {
  const mediaType = mediaTypeOf(headers['content-type']);
  return mediaType !== undefined && uploadTypes.has(mediaType) ? mediaType : null;
}

function mediaTypeOf(contentType: string | undefined): string | undefined {
  if (contentType === undefined || contentType === 'application/json') return contentType;
  return contentType.toLowerCase().split(';', 1)[0]?.trim();
}
