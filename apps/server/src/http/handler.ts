import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { domainErrorOf, type Logger } from '@rookery/api';
import type { Metrics } from '../metrics.ts';
import type { AddressReader } from './client-address.ts';
import { type Origins, shareWithOrigins } from './cors.ts';
import type { Health } from './health.ts';
import type { OverloadGuard } from './overload.ts';
import { type Refusal, refuse } from './refusal.ts';
import { bearerOf } from './request-context.ts';
import { requestIdOf } from './request-id.ts';
import { parseTarget, type RequestTarget } from './request-target.ts';
import { findFile, type Site, sendFile } from './static-files.ts';
import { mostBytes } from './upload-size.ts';

/** Answers with a file, and tells whether it did. */
type FileSender = (exchange: { req: IncomingMessage; res: ServerResponse }, path: string) => Promise<boolean>;

/** Answers a call; `answered` is for one whose answer goes on for long, which counts as under way no more from then on. */
export type CallListener = (req: IncomingMessage, res: ServerResponse, answered: () => void) => void;

/** What requests are answered with. */
export interface HandlerParts {
  /** Null on a process that works on jobs only. */
  rpc: RequestListener | null;
  /** Null there too. */
  rest: CallListener | null;
  /** The pages about REST, and its document. Null there too. */
  apiPages: FileSender | null;
  /** Null there too. */
  media: FileSender | null;
  /** Null there too. */
  exports: FileSender | null;
  /** Takes people off mailings; tells why it does not answer, or null. Null there too. */
  unsubscribe: ((exchange: { req: IncomingMessage; res: ServerResponse; requestId: string }) => Promise<Turn>) | null;
  site: Site;
  health: Health;
  metrics: Metrics;
  metricsToken: string | null;
  origins: Origins;
  overload: OverloadGuard;
  addressOf: AddressReader;
  log: Logger;
  /** Whether the public address is https, so that browsers may be told to stay with it. */
  secure: boolean;
  /** On its way out: answers still come, but connections end with them. */
  isDraining(): boolean;
}

interface Asked {
  req: IncomingMessage;
  res: ServerResponse;
  requestId: string;
  target: RequestTarget | null;
}

interface Exchange extends Asked {
  /** Counts and logs the request; it does so once, when its answer has been sent at the latest. */
  settle(): void;
}

/** Why a request is not answered, or null when it is. */
type Turn = Omit<Refusal, 'requestId' | 'dialect'> | null;

/** One request's way: an id and headers, then the guards, then whoever answers. */
export function createHandler(parts: HandlerParts): RequestListener {
  return (req, res) => {
    const asked = { req, res, requestId: requestIdOf(req), target: parseTarget(req.url) };
    const exchange = { ...asked, settle: onceAtEnd(res, observe(parts, asked)) };
    req.on('error', () => undefined);
    dress(parts, exchange);
    const turn = exchange.target ? answer(parts, exchange, exchange.target) : refuseMalformed(parts, exchange);
    if (turn) turnAway(exchange, turn);
  };
}

const malformed: Turn = { reason: 'validation_failed', detail: 'The path is not well-formed.' };
const nothingHere = { reason: 'not_found', detail: 'There is nothing at this path.' } as const satisfies Turn;
const readOrPosted: Turn = { reason: 'method_not_allowed', detail: 'This is read, or posted to.' };
const onlyRead: Turn = { reason: 'method_not_allowed', detail: 'This is only read.' };

function dress({ secure, isDraining }: HandlerParts, { res, requestId }: Exchange): void {
  res.setHeader('x-request-id', requestId);
  res.setHeader('x-content-type-options', 'nosniff');
  if (secure) res.setHeader('strict-transport-security', 'max-age=31536000');
  if (isDraining()) res.setHeader('connection', 'close');
}

/** Takes the time of a request; what it returns tells how it went. */
function observe({ metrics, log, addressOf }: HandlerParts, { req, res, requestId, target }: Asked): () => void {
  const startedAt = performance.now();
  const ip = addressOf(req);
  return () => {
    const status = res.destroyed && !res.writableFinished ? 499 : res.statusCode;
    const seconds = (performance.now() - startedAt) / 1000;
    metrics.request({ route: target?.area ?? 'malformed', status, seconds });
    const ms = Math.round(seconds * 1000);
    log.debug({ requestId, method: req.method, path: target?.path, status, ms, ip }, 'request');
  };
}

/** Makes of a last act one that can come before the end of an answer, and comes once. */
function onceAtEnd(res: ServerResponse, act: () => void): () => void {
  const once = (): void => {
    res.off('close', once);
    act();
  };
  res.once('close', once);
  return once;
}

/** NOTE: which area it is of nobody knows, so that pages of allowed origins may read it. */
function refuseMalformed({ origins }: HandlerParts, { req, res }: Exchange): Turn {
  return shareWithOrigins(origins, req, res) ? null : malformed;
}

function answer(parts: HandlerParts, exchange: Exchange, target: RequestTarget): Turn {
  const { req, res } = exchange;
  if (target.area === 'site') return answerPage(parts, exchange, target.path);
  if (target.area === 'media') return answerFile(parts.media, parts, exchange);
  if (target.area === 'exports') return answerFile(parts.exports, parts, exchange);
  if (target.area === 'unsubscribe') return answerUnsubscribe(parts, exchange);
  if (shareWithOrigins(parts.origins, req, res)) return null;
  if (target.area === 'trpc') return parts.rpc ? answerCall(parts, exchange, parts.rpc) : nothingHere;
  if (target.area === 'rest') return parts.rest ? answerCall(parts, exchange, parts.rest) : nothingHere;
  if (target.area === 'api') return answerFile(parts.apiPages, parts, exchange);
  if (!isRead(req)) return onlyRead;
  if (target.area === 'metrics') return answerMetrics(parts, exchange);
  void answerHealth(parts, exchange, target.path);
  return null;
}

function answerCall({ overload }: HandlerParts, { req, res, settle }: Exchange, listen: CallListener): Turn {
  if (!overload.enter()) return { reason: 'unavailable', retryAfter: 1 };
  const leave = onceAtEnd(res, overload.leave);
  res.setHeader('cache-control', 'no-store');
  if (req.headers.expect !== undefined && Number(req.headers['content-length'] ?? 0) <= mostBytes(req))
    res.writeContinue();
  listen(req, res, () => {
    leave();
    settle();
  });
  return null;
}

async function answerHealth({ health }: HandlerParts, { res }: Exchange, path: string): Promise<void> {
  if (path === '/healthz') {
    sendJson(res, 200, alive);
    return;
  }
  const readiness = await health.check();
  sendJson(res, readiness.status === 'ready' ? 200 : 503, readiness);
}

const alive = { status: 'ok' };

function answerMetrics(parts: HandlerParts, exchange: Exchange): Turn {
  const { metricsToken } = parts;
  if (metricsToken !== null && bearerOf(exchange.req) !== metricsToken) return { reason: 'token_missing' };
  void sendMetrics(parts, exchange);
  return null;
}

async function sendMetrics({ metrics, log }: HandlerParts, exchange: Exchange): Promise<void> {
  try {
    const text = await metrics.text();
    exchange.res.writeHead(200, { 'content-type': metrics.contentType, 'cache-control': 'no-store' }).end(text);
  } catch (error) {
    log.error({ err: error }, 'the metrics could not be read');
    turnAway(exchange, { reason: 'internal_error' });
  }
}

function answerFile(send: FileSender | null, { log }: HandlerParts, exchange: Exchange): Turn {
  if (!isRead(exchange.req)) return onlyRead;
  if (!send || !exchange.target) return nothingHere;
  send(exchange, exchange.target.path).then(
    (isSent) => {
      if (!isSent) turnAway(exchange, nothingHere);
    },
    (error: unknown) => {
      const reason = domainErrorOf(error)?.reason ?? 'internal_error';
      log.error({ err: error, requestId: exchange.requestId }, 'a file could not be read');
      if (exchange.res.headersSent) exchange.res.destroy();
      else turnAway(exchange, { reason });
    },
  );
  return null;
}

function answerUnsubscribe({ unsubscribe, overload, log }: HandlerParts, exchange: Exchange): Turn {
  const { req, res, requestId } = exchange;
  if (!isRead(req) && req.method !== 'POST') return readOrPosted;
  if (!unsubscribe) return nothingHere;
  if (!overload.enter()) return { reason: 'unavailable', retryAfter: 1 };
  res.once('close', overload.leave);
  unsubscribe(exchange).then(
    (turn) => {
      if (turn) turnAway(exchange, turn);
    },
    (error: unknown) => {
      log.error({ err: error, requestId }, 'nobody could be taken off a mailing');
      turnAway(exchange, { reason: 'internal_error' });
    },
  );
  return null;
}

function answerPage({ site }: HandlerParts, { req, res }: Exchange, path: string): Turn {
  if (!isRead(req)) return onlyRead;
  const file = findFile(site, path, req.headers.accept);
  if (!file) return nothingHere;
  sendFile(req, res, file);
  return null;
}

function isRead({ method }: IncomingMessage): boolean {
  return method === 'GET' || method === 'HEAD';
}

function sendJson(res: ServerResponse, status: number, body: object): void {
  const text = JSON.stringify(body);
  const length = Buffer.byteLength(text);
  res.writeHead(status, {
    'content-type': 'application/json',
    'content-length': length,
    'cache-control': 'no-store',
  });
  res.end(text);
}

function turnAway({ req, res, requestId, target }: Asked, turn: Omit<Refusal, 'requestId' | 'dialect'>): void {
  if (turn === onlyRead) res.setHeader('allow', 'GET, HEAD');
  if (turn === readOrPosted) res.setHeader('allow', 'GET, HEAD, POST');
  refuse(req, res, { ...turn, requestId, dialect: target?.area === 'trpc' ? 'trpc' : 'problem' });
}

const starting: Turn = { reason: 'unavailable', retryAfter: 1, detail: 'The server is starting.' };

/** Answers while the server is being put together: alive, and nothing more. */
export const startingListener: RequestListener = (req, res) => {
  const exchange = { req, res, requestId: requestIdOf(req), target: parseTarget(req.url) };
  res.setHeader('x-request-id', exchange.requestId);
  if (exchange.target?.path === '/healthz') sendJson(res, 200, alive);
  else turnAway(exchange, starting);
};
