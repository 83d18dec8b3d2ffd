import type { Cast } from './cast.ts';
import { isRecord, type Pool } from './known.ts';
import type { Named, Step } from './step.ts';
import { bytesOf, type WireRequest } from './wire-request.ts';

type Header = readonly [name: string, value: string];

/** The request of a step, as things stand now. */
export function compile(
  { operation, caller, path, query, headers, body, twists }: Step,
  pool: Pool,
  cast: Cast,
): WireRequest {
  const fill = (named: readonly Named[]): [string, string][] =>
    named.flatMap(({ name, value }) => textsOf(pool.fill(value, caller)).map((text): [string, string] => [name, text]));
  const inPath = new Map(fill(path).map(([name, text]) => [`{${name}}`, text]));
  const steps = operation.path
    .split('/')
    .map((step) => (step.startsWith('{') ? encoded(inPath.get(step) ?? '') : step));
  const search = fill(query).map(([name, text]) => `${name}=${encoded(text)}`);
  const { bytes, type } = bodyOf(body, (value) => pool.fill(value, caller));
  const token = cast.tokenOf(caller);
  const request: WireRequest = {
    operation,
    method: operation.method,
    target: `/api/v1${steps.join('/')}${search.length > 0 ? `?${search.join('&')}` : ''}`,
    headers: [
      ...(token === null ? [] : [['authorization', `Bearer ${token}`] satisfies Header]),
      ...(type === null ? [] : [['content-type', type] satisfies Header]),
      ...fill(headers).map(([name, text]): Header => [name.toLowerCase(), forHeader(text)]),
    ],
    body: bytes,
    chunked: false,
    broken: false,
    half: false,
  };
  return marked(
    twists.reduce((now, twist) => twist(now), request),
    request,
  );
}

/** NOTE: a path that is another one now, for a parameter that is empty, is none of the operation's. */
function marked(request: WireRequest, { target }: WireRequest): WireRequest {
  const [path = ''] = target.split('?', 1);
  const isOwn = !path.includes('//') && !path.endsWith('/');
  const head = bytesOf({ ...request, body: null }).length;
  return { ...request, operation: isOwn ? request.operation : null, broken: request.broken || head > headBytes };
}

/** More than that is too much for Node's parser. */
const headBytes = 15_000;

function encoded(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}

function textsOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.map(String);
  return [isRecord(value) ? JSON.stringify(value) : String(value)];
}

/** What a header can carry. */
function forHeader(text: string): string {
  return Buffer.from(text.toWellFormed())
    .toString('latin1')
    .replaceAll(/[\0-\x08\n-\x1f\x7f]/g, '')
    .trim();
}

function bodyOf(body: Step['body'], fill: (value: unknown) => unknown): { bytes: Buffer | null; type: string | null } {
  if (body === null) return { bytes: null, type: null };
  if ('form' in body) return { bytes: body.form.body, type: body.form.contentType };
  const text = JSON.stringify(fill(body.json)) ?? '';
  return { bytes: body.twist(text), type: 'application/json' };
}
