import type { DeclaredProcedure } from '@rookery/api';
import fc from 'fast-check';
import { bearing, type Cast } from './cast.ts';
import { inputText } from './envelopes.ts';
import { nearlyFitting } from './inputs.ts';
import { isEndOfSession, tokenOf } from './tokens.ts';
import { hostileValue, nested } from './values.ts';

/** What a client does with one socket. */
export interface Session {
  query: string;
  headers: Record<string, string>;
  /** Text, or bytes for a binary frame. */
  frames: readonly (string | Buffer)[];
}

/** Sockets of all kinds of clients, most of them signed in. */
export function hostileSession(procedures: readonly DeclaredProcedure[], cast: Cast): fc.Arbitrary<Session> {
  return fc.boolean().chain((mayEnd) => {
    const allowed = mayEnd ? procedures : procedures.filter((procedure) => !isEndOfSession(procedure));
    const frames = fc.array(frame(allowed, cast), { minLength: 6, maxLength: 16, size: 'max' });
    return fc.tuple(entry(cast, mayEnd), frames, ending).map(([{ first, ...entered }, middle, last]) => {
      return { ...entered, frames: [...first, ...middle, ...last] };
    });
  });
}

type Entry = Pick<Session, 'query' | 'headers'> & { first: readonly (string | Buffer)[] };

/** How a client says who it is, or fails to. */
function entry(cast: Cast, mayEnd: boolean): fc.Arbitrary<Entry> {
  const token = tokenOf(cast, mayEnd);
  const params = token.map((value) => JSON.stringify({ method: 'connectionParams', data: { token: value } }));
  return fc.oneof(
    { weight: 6, arbitrary: token.map((value): Entry => ({ query: '', headers: bearing(value), first: [] })) },
    {
      weight: 6,
      arbitrary: params.map((first): Entry => ({ query: '?connectionParams=1', headers: {}, first: [first] })),
    },
    {
      weight: 1,
      arbitrary: fc.tuple(params, params).map((first): Entry => ({ query: '?connectionParams=1', headers: {}, first })),
    },
    { weight: 1, arbitrary: params.map((first): Entry => ({ query: '', headers: {}, first: [first] })) },
    {
      weight: 2,
      arbitrary: fc
        .constantFrom(...wrongParams)
        .map((first): Entry => ({ query: '?connectionParams=1', headers: {}, first: [first] })),
    },
    {
      weight: 1,
      arbitrary: fc
        .constantFrom('?connectionParams=1', '?connectionParams=2', '?connectionParams=1&connectionParams=0', '?%zz')
        .map((query): Entry => ({ query, headers: {}, first: [] })),
    },
  );
}

const wrongParams: (string | Buffer)[] = [
  '{}',
  'null',
  '7',
  '[]',
  '{',
  'PONG',
  '{"method":"connectionParams"}',
  '{"method":"connectionParams","data":null}',
  '{"method":"connectionParams","data":{"token":1}}',
  '{"method":"connectionParams","data":{"token":{"a":1}}}',
  '{"method":"connectionParams","data":{"token":"\\ud800"}}',
  '{"method":"connectionParams","data":{"__proto__":{"token":"x"}}}',
  '{"method":"connectionParams","data":[]}',
  `{"method":"connectionParams","data":{"token":"${'x'.repeat(50_000)}"}}`,
  Buffer.from('{"method":"connectionParams","data":{}}'),
];

const id = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: 0, max: 40 }).map((n): unknown => n) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<unknown>(
      '1',
      '',
      '__proto__',
      null,
      -1,
      0.5,
      1e300,
      'x'.repeat(2_000),
      '"',
      '\ud800',
      {},
      [],
      true,
    ),
  },
);

/** One message, mostly a call. */
function message(procedures: readonly DeclaredProcedure[], cast: Cast): fc.Arbitrary<string> {
  const call = fc.constantFrom(...procedures).chain(({ path, type, inputs: [schema] }) => {
    const method = fc.oneof(
      { weight: 10, arbitrary: fc.constant<string>(type) },
      fc.constantFrom('query', 'mutation', 'subscription', 'subscription.stop'),
    );
    const called = fc.oneof(
      { weight: 20, arbitrary: fc.constant<unknown>(path) },
      fc.constantFrom<unknown>('nope', '__proto__', 'constructor', '', 'posts', `${path}.x`, 7, null, [path]),
    );
    return fc.record({ id, method, called, more, text: inputText(nearlyFitting(schema, cast.known)) }).map((parts) => {
      const params = `{"path":${JSON.stringify(parts.called)},"input":${parts.text || 'null'}${parts.more}}`;
      return `{"id":${JSON.stringify(parts.id)},"method":"${parts.method}","params":${params}}`;
    });
  });
  const stop = id.map((value) => JSON.stringify({ id: value, method: 'subscription.stop' }));
  return fc.oneof({ weight: 12, arbitrary: call }, { weight: 2, arbitrary: stop }, { weight: 1, arbitrary: malformed });
}

/** What may stand beside path and input. */
const more = fc.oneof(
  { weight: 8, arbitrary: fc.constant('') },
  fc.constantFrom(
    ',"lastEventId":"x"',
    ',"lastEventId":7',
    ',"lastEventId":null',
    ',"lastEventId":{}',
    ',"path":"x"',
    ',"__proto__":{"path":"me.get"}',
  ),
);

const malformed = fc.oneof(
  fc.constantFrom(
    '{"id":1}',
    '{"id":1,"method":"query"}',
    '{"id":1,"method":"query","params":null}',
    '{"id":1,"method":"query","params":{}}',
    '{"id":1,"method":"query","params":[]}',
    '{"id":1,"method":"QUERY","params":{"path":"system.info"}}',
    '{"id":1,"method":{},"params":{"path":"system.info"}}',
    '{"id":1,"jsonrpc":"3.0","method":"query","params":{"path":"system.info"}}',
    '{"id":1,"jsonrpc":"2.0","method":"query","params":{"path":"system.info"}}',
    '{"id":1,"id":2,"method":"query","params":{"path":"system.info"}}',
    '{"method":"connectionParams","data":null}',
    '{"id":null,"method":"reconnect"}',
    '{"id":1,"result":{"type":"data"}}',
    '{"__proto__":{"id":1,"method":"query","params":{"path":"me.get"}}}',
    `{"id":${nested(5_000, 'list')},"method":"query","params":{"path":"system.info"}}`,
    `{"id":1,"method":"query","params":{"path":"posts.list","input":{"json":${nested(20_000, 'list')}}}}`,
  ),
  hostileValue.map((value) => JSON.stringify(value)),
);

function frame(procedures: readonly DeclaredProcedure[], cast: Cast): fc.Arbitrary<string | Buffer> {
  const one = message(procedures, cast);
  const batch = fc.array(one, { maxLength: 12 }).map((list) => `[${list.join(',')}]`);
  const storm = fc
    .constantFrom(64, 65, 300, 2_000)
    .map(
      (count) =>
        `[${Array.from({ length: count }, (_, n) => `{"id":${n % 50},"method":"subscription.stop"}`).join(',')}]`,
    );
  const flood = fc
    .constantFrom(20, 64, 65, 400)
    .map(
      (count) =>
        `[${Array.from({ length: count }, (_, n) => `{"id":${100 + n},"method":"subscription","params":{"path":"events.stream"}}`).join(',')}]`,
    );
  return fc.oneof<fc.MaybeWeightedArbitrary<string | Buffer>[]>(
    { weight: 20, arbitrary: one },
    { weight: 4, arbitrary: batch },
    { weight: 1, arbitrary: storm },
    { weight: 1, arbitrary: flood },
    { weight: 1, arbitrary: one.map((text) => Buffer.from(text)) },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 50 }).map((bytes) => Buffer.from(bytes)) },
    {
      weight: 2,
      arbitrary: fc.constantFrom(
        '',
        'PONG',
        'ping',
        '\0',
        '{',
        '[]',
        '[[]]',
        '[null]',
        'null',
        '{}',
        '"x"',
        '[{},{}]',
        nested(30_000, 'list'),
        `[${'1,'.repeat(20_000)}1]`,
      ),
    },
    { weight: 1, arbitrary: fc.tuple(one, fc.nat()).map(([text, n]) => text.slice(0, n % text.length)) },
  );
}

/** The last frame may end the socket. */
const ending = fc.constantFrom<string[]>([], [], [], [], ['x'.repeat(70_000)], [`[${'{"id":1},'.repeat(20_000)}{}]`]);
