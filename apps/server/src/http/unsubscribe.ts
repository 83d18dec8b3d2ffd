import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type App, appRouter, readUnsubscribeToken, shapeError, toTrpcError } from '@rookery/api';
import { rpcCode } from '@rookery/rest';
import { discardBody } from '../rpc/index.ts';
import { queryOf } from './file-bytes.ts';
import type { Refusal } from './refusal.ts';
import { userAgentOf } from './request-context.ts';

interface Exchange {
  req: IncomingMessage;
  res: ServerResponse;
  requestId: string;
}

/** What the door stands on. */
export interface UnsubscribeParts {
  app: App;
  addressOf(req: IncomingMessage): string;
}

type Turn = Pick<Refusal, 'reason' | 'retryAfter'> | null;

/**
 * The way off a mailing (RFC 8058): POST takes the recipient off, as programs of mail do by themselves; GET, which scanners of
 * mail follow, shows a page with a button and changes nothing. Tells why there is no answer, or null.
 */
export async function answerUnsubscribe(parts: UnsubscribeParts, exchange: Exchange): Promise<Turn> {
  const token = queryOf(exchange.req).get('token') ?? '';
  if (exchange.req.method === 'POST') return takeOff(parts, exchange, token);
  showPage(parts, exchange, token);
  return null;
}

async function takeOff(
  { app, addressOf }: UnsubscribeParts,
  { req, res, requestId }: Exchange,
  token: string,
): Promise<Turn> {
  discardBody(req);
  const caller = appRouter.createCaller({
    app,
    requestId,
    ip: addressOf(req),
    userAgent: userAgentOf(req),
    identity: { kind: 'anonymous' },
    idempotencyKey: null,
    cookies: null,
    setHeader: (name, value) => void res.setHeader(name, value),
  });
  try {
    await caller.me.unsubscribe({ token });
  } catch (error) {
    const { httpStatus, reason, retryAfter } = shapeError(toTrpcError(error), {
      code: rpcCode,
      path: null,
      requestId,
    }).data;
    if (httpStatus !== 400) return { reason, ...(retryAfter === null ? {} : { retryAfter }) };
    send(res, { status: 400, type: 'text/plain', text: `${wrongLink}\n` });
    return null;
  }
  send(res, { status: 200, type: 'text/plain', text: 'Done. No more of these letters go out to you.\n' });
  return null;
}

function showPage({ app }: UnsubscribeParts, { req, res }: Exchange, token: string): void {
  const isOurs = readUnsubscribeToken(app.instanceSecret, token) !== null;
  const text = isOurs ? page(form(token)) : page(`<p>${wrongLink}</p>`);
  send(res, { status: isOurs ? 200 : 400, type: 'text/html', text }, req.method === 'HEAD');
}

const wrongLink = 'This link is not one of a letter of ours, or a part of it is missing.';

/** NOTE: a token of ours has nothing that HTML would read otherwise. */
const form = (token: string): string =>
  `<p>Do you want no more of these letters?</p><form method="post" action="/unsubscribe?token=${token}"><button>Unsubscribe</button></form>`;

const style =
  ':root{color-scheme:light dark;font:1.1rem/1.5 system-ui,sans-serif}body{max-width:32rem;margin:15vh auto;padding:0 1.5rem}button{font:inherit;padding:.5rem 1.25rem;min-height:2.75rem}';
const styleHash = createHash('sha256').update(style).digest('base64');

const page = (body: string): string =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>Letters from Rookery</title><style>${style}</style><main><h1>Letters from Rookery</h1>${body}</main></html>`;

const headers = {
  'cache-control': 'no-store',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${styleHash}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  'referrer-policy': 'no-referrer',
  'x-frame-options': 'DENY',
  'x-robots-tag': 'noindex',
};

function send(res: ServerResponse, answer: { status: number; type: string; text: string }, isHead = false): void {
  const length = Buffer.byteLength(answer.text);
  res.writeHead(answer.status, {
    ...headers,
    'content-type': `${answer.type}; charset=utf-8`,
    'content-length': length,
  });
  res.end(isHead ? undefined : answer.text);
}
