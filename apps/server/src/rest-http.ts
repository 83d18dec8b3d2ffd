import type { IncomingMessage, ServerResponse } from 'node:http';
import { appRouter, type Logger, type RequestContext, takesFile, toTrpcError } from '@rookery/api';
import { createRest, type RestAnswer, type RestRequest, type RestStream, type Route, routeTable } from '@rookery/rest';
import { compress } from './http/compression.ts';
import type { CallListener } from './http/handler.ts';
import { type ContextParts, httpContext } from './http/request-context.ts';
import type { FormReader } from './http/upload-form.ts';
import { uploadBytes } from './http/upload-size.ts';
import { logBug } from './log-bug.ts';
import {
  announcesMore,
  bodyChunks,
  callProcedure,
  discardBody,
  proceduresOf,
  readBody,
  tooLarge,
} from './rpc/index.ts';
import type { StreamExchange } from './sse/index.ts';
import type { UploadSlots } from './upload-slots.ts';

/** The path before those of the routes. */
const restPrefix = '/api/v1';

/** What REST stands on. */
export interface RestHttpParts extends ContextParts {
  log: Logger;
  readForm: FormReader;
  slots: UploadSlots;
  /** Sends the events of a subscription's result for as long as the client may have them. */
  stream(exchange: StreamExchange, events: unknown): void;
}

/** The calls of `/api/v1`. */
export function serveHttpRest(parts: RestHttpParts): CallListener {
  const rest = createRest({ routes: routeTable(appRouter), prefix: restPrefix });
  return (req, res, answered) => {
    const exchange = new RestExchange(parts, { req, res, answered });
    void rest.answer(exchange).then((answer) => exchange.end(answer));
  };
}

const procedures = proceduresOf(appRouter);

interface Exchange {
  req: IncomingMessage;
  res: ServerResponse;
  answered(): void;
}

/** One request and its answer. */
class RestExchange implements RestRequest {
  readonly requestId: string;
  readonly #parts: RestHttpParts;
  readonly #req: IncomingMessage;
  readonly #res: ServerResponse;
  readonly #answered: () => void;
  readonly #abort = new AbortController();
  readonly #headers: Record<string, string> = {};
  readonly #forms = new AsyncDisposableStack();
  #text: Promise<string> | null = null;
  #context: RequestContext | null = null;

  constructor(parts: RestHttpParts, { req, res, answered }: Exchange) {
    this.#parts = parts;
    this.#req = req;
    this.#res = res;
    this.#answered = answered;
    this.requestId = String(res.getHeader('x-request-id'));
    res.once('close', this.#leave);
  }

  get method(): string {
    return this.#req.method ?? 'GET';
  }

  get target(): string {
    return this.#req.url?.slice(restPrefix.length) ?? '';
  }

  get contentType(): string | undefined {
    return this.#req.headers['content-type'];
  }

  get contentEncoding(): string | undefined {
    return this.#req.headers['content-encoding'];
  }

  get hasBody(): boolean {
    const { 'content-length': length, 'transfer-encoding': coding } = this.#req.headers;
    return coding !== undefined || (length !== undefined && Number(length) > 0);
  }

  get ifNoneMatch(): string | undefined {
    return this.#req.headers['if-none-match'];
  }

  get lastEventId(): string | undefined {
    const id = this.#req.headers['last-event-id'];
    return typeof id === 'string' && id !== '' ? id : undefined;
  }

  readText(): Promise<string> {
    this.#text ??= this.#readText(this.#parts.app.settings.limits.bodyBytes);
    return this.#text;
  }

  async readForm(): Promise<FormData> {
    if (announcesMore(this.#req, uploadBytes)) throw tooLarge();
    const { form } = this.#forms.use(await this.#parts.readForm(this.#req, bodyChunks(this.#req, uploadBytes)));
    return form;
  }

  async call({ procedure: path, type, input }: Route, getRawInput: () => Promise<unknown>): Promise<unknown> {
    const procedure = procedures[path];
    if (!procedure) throw new Error(`${path} has a route but is no procedure`);
    const [req, res] = [this.#req, this.#res];
    const setHeader = (name: string, value: string): void => {
      this.#headers[name.toLowerCase()] = value;
    };
    const ctx = await httpContext(this.#parts, { req, res, setHeader });
    this.#context = ctx;
    if (takesFile(input)) this.#parts.slots.take(ctx.identity, res);
    return callProcedure(procedure, { path, type, ctx, signal: this.#abort.signal, batchIndex: 0, getRawInput });
  }

  report(cause: unknown, route: Route | null): void {
    const error = toTrpcError(cause);
    const ctx = this.#context ?? { requestId: this.requestId };
    logBug(this.#parts.log, { error, path: route?.procedure, ctx });
  }

  /** Sends the answer. Never rejects. */
  async end(answer: RestAnswer | RestStream): Promise<void> {
    try {
      if ('stream' in answer) this.#stream(answer);
      else await this.#send(answer);
    } catch (cause) {
      this.report(cause, null);
      this.#res.destroy();
    } finally {
      discardBody(this.#req);
      await this.#forms.disposeAsync().catch((cause: unknown) => this.report(cause, null));
    }
  }

  #stream({ stream }: RestStream): void {
    if (!this.#context) throw new Error('there is a stream without a call');
    const [req, res, answered] = [this.#req, this.#res, this.#answered];
    this.#parts.stream({ req, res, answered, context: this.#context, headers: this.#headers }, stream);
  }

  async #send({ status, headers, text }: RestAnswer): Promise<void> {
    const res = this.#res;
    const packed = status === 200 && this.#isRead ? await compress(this.#req, text) : null;
    if (res.headersSent || res.destroyed) return;
    res.off('close', this.#leave);
    const body = packed?.body ?? text;
    res.writeHead(status, {
      ...(this.#isRead ? { vary: `${String(res.getHeader('vary') ?? 'Origin')}, Accept-Encoding` } : {}),
      ...this.#headers,
      ...headers,
      ...(packed ? { 'content-encoding': packed.coding } : {}),
      ...(status === 204 || status === 304 ? {} : { 'content-length': Buffer.byteLength(body) }),
    });
    res.end(body);
  }

  get #isRead(): boolean {
    return this.method === 'GET' || this.method === 'HEAD';
  }

  readonly #leave = (): void => this.#abort.abort();

  async #readText(most: number): Promise<string> {
    if (announcesMore(this.#req, most)) throw tooLarge();
    return readBody(this.#req, most);
  }
}
