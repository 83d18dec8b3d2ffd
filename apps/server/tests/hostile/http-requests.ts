import type { DeclaredProcedure } from '@rookery/api';
import fc from 'fast-check';
import type { RawRequest } from '../../src/rpc/testing/raw-http.ts';
import { bearing, type Cast } from './cast.ts';
import { inputText } from './envelopes.ts';
import { hostileHeaders } from './headers.ts';
import { nearlyFitting } from './inputs.ts';
import { isEndOfSession, tokenOf } from './tokens.ts';

/** Requests of calls: right in most, wrong in something. */
export function hostileRequest(procedures: readonly DeclaredProcedure[], cast: Cast): fc.Arbitrary<RawRequest> {
  const one = fc.constantFrom(...procedures);
  const calls = one.chain((procedure) => requestOf([procedure], cast));
  const batch = fc.array(one, { minLength: 1, maxLength: 25 }).chain((list) => requestOf(alike(list), cast));
  const mixed = fc.array(one, { minLength: 2, maxLength: 6 }).chain((list) => requestOf(list, cast));
  const body = fc.tuple(calls, twist).map(([request, change]) => change(request));
  return fc.oneof(
    { weight: 10, arbitrary: calls },
    { weight: 2, arbitrary: batch },
    { weight: 1, arbitrary: mixed },
    { weight: 3, arbitrary: body },
    { weight: 1, arbitrary: strayPath },
  );
}

/** NOTE: a batch of mutations and queries is refused as a whole, so most batches are of one kind. */
function alike(list: readonly DeclaredProcedure[]): DeclaredProcedure[] {
  return list.filter(({ type }) => type === list[0]?.type);
}

function requestOf(procedures: readonly DeclaredProcedure[], cast: Cast): fc.Arbitrary<RawRequest> {
  const texts = fc.tuple(...procedures.map(({ inputs: [schema] }) => inputText(nearlyFitting(schema, cast.known))));
  const isBatch = procedures.length > 1 ? fc.constant(true) : fc.constantFrom(false, false, false, true);
  const token = tokenOf(cast, procedures.some(isEndOfSession));
  return fc
    .record({ texts, isBatch, token, headers: hostileHeaders, body: fc.constantFrom(true, true, false) })
    .map((parts) => {
      const { texts, isBatch, token, headers, body } = parts;
      const input = isBatch ? `{${texts.map((text, index) => `"${index}":${text}`).join(',')}}` : (texts[0] ?? '');
      const path = `/trpc/${procedures.map(({ path }) => path).join(',')}${isBatch ? '?batch=1' : ''}`;
      const all = { ...bearing(token), ...headers };
      if (procedures[0]?.type === 'mutation' && body)
        return { method: 'POST', url: path, headers: { 'content-type': 'application/json', ...all }, body: input };
      return { url: `${path}${isBatch ? '&' : '?'}input=${encodeURIComponent(input.toWellFormed())}`, headers: all };
    });
}

type Twist = (request: RawRequest) => RawRequest;

const methods = ['PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'TRACE', 'PROPFIND', 'GET', 'POST', 'M-SEARCH'];
const spoils = [
  '%zz',
  '%00',
  '%ff',
  '%2e%2e/',
  '/',
  '//',
  '?',
  '#',
  ',',
  ',,',
  '\\',
  '&input=',
  '?batch=1',
  '%2C',
  '.',
  '..',
  '*',
  '%',
  '+',
  '\x7f',
  'é',
];

/** One thing wrong with a whole request. */
const twist: fc.Arbitrary<Twist> = fc.oneof(
  fc.constantFrom(...methods).map(
    (method): Twist =>
      (request) => ({ ...request, method }),
  ),
  fc.tuple(fc.constantFrom(...spoils), fc.nat()).map(
    ([spoil, n]): Twist =>
      (request) => {
        const at = 1 + (n % request.url.length);
        return { ...request, url: request.url.slice(0, at) + spoil + request.url.slice(at) };
      },
  ),
  fc.nat().map(
    (n): Twist =>
      (request) => {
        const at = 6 + (n % 12);
        const code = (request.url.charCodeAt(at) || 0x2e) & 0xff;
        return {
          ...request,
          url: `${request.url.slice(0, at)}%${code.toString(16).padStart(2, '0')}${request.url.slice(at + 1)}`,
        };
      },
  ),
  fc.uint8Array({ maxLength: 60 }).map(
    (bytes): Twist =>
      (request) => ({ ...request, method: 'POST', body: Buffer.from(bytes) }),
  ),
  fc.constantFrom(1_000, 262_144, 262_145, 300_000).map(
    (length): Twist =>
      (request) => ({ ...request, method: 'POST', body: `{"json":{"text":"${'x'.repeat(length)}"}}` }),
  ),
  fc
    .constantFrom(
      'connectionParams=%7B%22token%22%3A1%7D',
      'connectionParams=%7B',
      'lastEventId=x',
      'batch=1&batch=1',
      '%69nput=1',
    )
    .map(
      (query): Twist =>
        (request) => ({ ...request, url: `${request.url}&${query}` }),
    ),
);

/** Paths that are no procedure's. */
const strayPath: fc.Arbitrary<RawRequest> = fc
  .tuple(
    fc.constantFrom(
      '/',
      '/trpc',
      '/trpc/',
      '/api/',
      '/api/v1/posts',
      '/sdk/',
      '/healthz',
      '/readyz',
      '/metrics',
      '//',
      '*',
      'http://x/trpc/system.info',
    ),
    fc.oneof(
      fc.constantFrom('', ...spoils, '__proto__', 'constructor.name', 'posts', 'posts.create.x', 'x'.repeat(12_000)),
      fc.webFragments(),
    ),
    fc.constantFrom('GET', 'POST', 'HEAD', 'DELETE'),
  )
  .map(([start, rest, method]) => ({ method, url: start + rest }));
