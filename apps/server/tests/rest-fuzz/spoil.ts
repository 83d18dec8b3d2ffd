import fc from 'fast-check';
import { hostileValue, nested, strayNames, withField } from '../hostile/values.ts';
import { isRecord } from './known.ts';

/** A value with one thing wrong in it, or a few. */
export function spoiled(value: unknown): fc.Arbitrary<unknown> {
  const change = fc.record({
    nth: fc.nat({ max: 40 }),
    how: fc.constantFrom(...ways),
    name: fc.constantFrom(...strayNames),
    put: hostileValue,
  });
  return fc
    .array(change, { minLength: 1, maxLength: 2 })
    .map((changes) => changes.reduce<unknown>((now, { nth, ...rest }) => changeAt(now, nth, rest), value));
}

const ways = ['replace', 'replace', 'drop', 'null', 'wrap', 'stray', 'many'] as const;

interface Change {
  how: (typeof ways)[number];
  name: string;
  put: unknown;
}

/** Changes one of the places in a value; the first is the value itself. */
function changeAt(value: unknown, nth: number, change: Change): unknown {
  const inner = isRecord(value) && !('$known' in value) ? Object.keys(value) : [];
  const [key] = inner.length > 0 ? [inner[nth % inner.length]] : [];
  if (!isRecord(value) || key === undefined) return changed(value, change);
  if (change.how === 'stray') return withField(value, change.name, change.put);
  if (change.how === 'drop') return Object.fromEntries(Object.entries(value).filter(([name]) => name !== key));
  return { ...value, [key]: changeAt(value[key], Math.floor(nth / inner.length), change) };
}

function changed(value: unknown, { how, put }: Change): unknown {
  if (how === 'null') return null;
  if (how === 'wrap') return [value];
  // NOTE: of what is long already a few make more than is taken.
  if (how === 'many') return Array.from({ length: JSON.stringify(value).length > 2_000 ? 3 : 300 }, () => value);
  return put;
}

type TextTwist = (text: string) => Buffer;

const asIs: TextTwist = (text) => Buffer.from(text);

const odd: readonly TextTwist[] = [
  () => Buffer.alloc(0),
  ...['null', '[]', '"x"', '0', '{', '{"a":1', '[[[[', '{"a":undefined}', "{'a':1}", '{}{}', '\0', 'id=1&text=2'].map(
    (text) => () => Buffer.from(text),
  ),
  () => Buffer.from(nested(6_000, 'list')),
  () => Buffer.from(nested(6_000, 'object')),
  () => Buffer.from(`{"text":${nested(40, 'object')}}`),
  () => Buffer.from(`{"text":"${'x'.repeat(262_144)}"}`),
  () => Buffer.from(`{"text":"${'\u0301'.repeat(60_000)}"}`),
  (text) => Buffer.from(`\ufeff${text}`),
  (text) => Buffer.from(text, 'utf16le'),
  (text) => Buffer.from(`${text}\0`),
  (text) => Buffer.from(text.slice(0, text.length >> 1)),
  (text) => Buffer.concat([Buffer.from(text.slice(0, -1)), Buffer.from([0xc3, 0x28, 0xff, 0x7d])]),
  (text) => Buffer.from(text.replace(/"(\w+)":/, '"$1":null,"$1":')),
  (text) => Buffer.from(text.replace('{', '{"__proto__":{"isAdmin":true},')),
  (text) => Buffer.from(text.replace('{', '{"constructor":{"prototype":{"a":1}},')),
  ...['1e999', '-0', '9007199254740993', '1e-400', '-1', '1.5', '"\\ud800"', '"\\u0000"'].map(
    (put): TextTwist =>
      (text) =>
        Buffer.from(text.replace(/:("[^"\\]*"|\d+|true|false|null)/, `:${put}`)),
  ),
  (text) => Buffer.from(text.replaceAll('"', '\\u0022')),
  (text) => Buffer.from(` \n\t${text}\r\n`),
];

/** What becomes of a body's text; mostly nothing. */
export const jsonTwist: fc.Arbitrary<TextTwist> = fc.oneof(
  { weight: 9, arbitrary: fc.constant(asIs) },
  { weight: 1, arbitrary: fc.constantFrom(...odd) },
);
