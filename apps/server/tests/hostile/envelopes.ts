import fc from 'fast-check';
import { nested } from './values.ts';

/** An input as it goes over the wire. */
export function envelope(input: unknown): string {
  return JSON.stringify({ json: input });
}

const annotations = [
  ['Date'],
  ['undefined'],
  ['bigint'],
  ['regexp'],
  ['Error'],
  ['URL'],
  ['number'],
  ['map'],
  ['set', { '0': ['Date'] }],
  [['symbol', 'x']],
  [['class', 'Object']],
  [['custom', 'x']],
  [['typed-array', 'Uint8Array']],
  'Date',
  null,
  {},
  [[['Date'], {}]],
];

const places = [
  '',
  'id',
  'text',
  'limit',
  'cursor',
  'email',
  'password',
  'ids.0',
  'ids.length',
  '0',
  'a.a.a',
  '__proto__',
  '__proto__.polluted',
  'constructor.prototype.polluted',
  'id.constructor',
  '\\',
  'a\\.b',
  '.',
];

const valuesOf = fc.oneof(
  fc.constantFrom(...annotations).map((annotation): unknown => annotation),
  fc
    .array(fc.tuple(fc.constantFrom(...places), fc.constantFrom(...annotations)), { minLength: 1, maxLength: 4 })
    .map((entries): unknown => Object.fromEntries(entries)),
  fc.constantFrom(null, 1, 'Date', [[]]),
);

const equalities = fc.oneof(
  fc.constantFrom(
    { id: ['text'] },
    { '': ['id'] },
    [['id']],
    JSON.parse('{"__proto__":["id"]}'),
    null,
    7,
    { id: [1] },
    { id: 'id' },
  ),
  fc.dictionary(fc.constantFrom(...places), fc.array(fc.constantFrom(...places), { maxLength: 3 })),
);

/** What superjson would call meta. */
const meta = fc.record(
  { values: valuesOf, referentialEqualities: equalities, v: fc.constantFrom(0, 1, 2, '1', null) },
  { requiredKeys: [] },
);

/** Marks fields of the input itself as of another type, with a value that the type would take. */
const revived = (input: unknown) =>
  fc
    .tuple(
      fc.nat(),
      fc.constantFrom(['Date', '2020-01-01T00:00:00.000Z'], ['Date', 'x'], ['undefined', null], ['bigint', '12']),
    )
    .map(([n, [kind, value]]) => {
      const fields = input instanceof Object ? Object.entries(input) : [];
      const name = fields[n % Math.max(1, fields.length)]?.[0] ?? 'id';
      return { json: { ...Object.fromEntries(fields), [name]: value }, meta: { values: { [name]: [kind] }, v: 1 } };
    });

const garbage = [
  '',
  ' ',
  '{',
  '}',
  '[]',
  '[[[[',
  '{}',
  'null',
  '0',
  '"x"',
  'undefined',
  'NaN',
  '{"json":}',
  '{"json":undefined}',
  "{'json':{}}",
  '{"json":{},}',
  '{"json":1}{"json":2}',
  '{"json":1,"json":2}',
  '{"json":{"__proto__":{"id":1},"constructor":{"prototype":{}}}}',
  '{"__proto__":{"json":{}}}',
  '{"json":{"id":1e999}}',
  '{"json":{"id":-0}}',
  '{"json":"\\ud800"}',
  '{"json":"\\u00',
  '\ufeff{"json":{}}',
  '\0',
  '{"json":{}}\0',
  '<xml/>',
  'id=1&text=2',
  '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n--x--',
  ...[33, 1_000, 5_000].flatMap((levels) => [`{"json":${nested(levels, 'list')}}`, nested(levels, 'object')]),
];

/** What may stand where an input is expected; mostly one that can be read. */
export function inputText(input: fc.Arbitrary<unknown>): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 12, arbitrary: input.map(envelope) },
    { weight: 2, arbitrary: input.chain(revived).map((value) => JSON.stringify(value)) },
    { weight: 2, arbitrary: fc.record({ json: input, meta }).map((value) => JSON.stringify(value)) },
    { weight: 1, arbitrary: input.map((value) => JSON.stringify(value) ?? 'null') },
    { weight: 1, arbitrary: fc.constantFrom(...garbage) },
    {
      weight: 1,
      arbitrary: fc.tuple(input.map(envelope), fc.nat()).map(([text, n]) => text.slice(0, n % text.length)),
    },
  );
}
