import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toTsQuery } from './lexemes.ts';
import { type PostQuery, parsePostQuery, type Term } from './post-query.ts';

const empty: PostQuery = { all: [], none: [], from: [], notFrom: [], since: null, until: null, hasMedia: null };
const words = (...list: string[]): Term => ({
  kind: 'words',
  sequence: list.map((word, index) => ({ word, position: index + 1 })),
  prefix: false,
});
const tag = (name: string): Term => ({ kind: 'hashtag', tag: name });
const mention = (username: string): Term => ({ kind: 'mention', username });

test.each<[string, Partial<PostQuery>]>([
  ['', {}],
  ['Red  kites', { all: [words('red'), words('kites')] }],
  ['"red kites" -"at noon"', { all: [words('red', 'kites')], none: [words('at', 'noon')] }],
  ['“red kites” «at noon»', { all: [words('red', 'kites'), words('at', 'noon')] }],
  ['red-hot -cold - x', { all: [words('red', 'hot'), words('x')], none: [words('cold')] }],
  ['"red kites', { all: [words('red', 'kites')] }],
  ['red" kites', { all: [words('red'), words('kites')] }],
  ['""', {}],
  ['#Birds ＃鳥 #🦊 -#cats', { all: [tag('birds'), tag('鳥'), tag('🦊')], none: [tag('cats')] }],
  ['# #! #a-b', { all: [words('a', 'b')] }],
  ['@Ada ＠bob -@cyd', { all: [mention('ada'), mention('bob')], none: [mention('cyd')] }],
  ['@x @ä', { all: [words('x'), words('a')] }],
  ['from:Ada -from:@bob', { from: ['ada'], notFrom: ['bob'] }],
  ['from: from:x from:ä', { all: [words('from'), words('from', 'x'), words('from', 'a')] }],
  ['since:2026-01-31 until:2026-02-28', { since: new Date('2026-01-31'), until: new Date('2026-02-28') }],
  ['since:2026-02-30', { all: [words('since', '2026', '02', '30')] }],
  ['until:yesterday', { all: [words('until', 'yesterday')] }],
  ['has:media', { hasMedia: true }],
  ['-has:images', { hasMedia: false }],
  ['has:cheese', { all: [words('has', 'cheese')] }],
  ['http://x.example', { all: [words('http', 'x', 'example')] }],
  ['kit* ki*', { all: [{ ...words('kit'), kind: 'words', prefix: true } as Term, words('ki')] }],
])('%s', (text, expected) => expect(parsePostQuery(text)).toEqual({ ...empty, ...expected }));

test('never fails, and its result is bounded', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 3000 }), (text) => {
      const { all, none, from, notFrom } = parsePostQuery(text);
      expect(all.length + none.length + from.length + notFrom.length).toBeLessThanOrEqual(32);
    }),
  );
  expect(parsePostQuery('-#x "'.repeat(1000)).none.length).toBeLessThanOrEqual(32);
  expect(toTsQuery(parsePostQuery('北'.repeat(3000))).split('<1>')).toHaveLength(128);
});

test('what is written as a query is read as it was meant', () => {
  const name = fc.stringMatching(/^[a-z0-9_]{3,30}$/);
  const term = fc.oneof(
    fc.stringMatching(/^[a-z0-9]{1,12}$/).map((word) => ({ text: word, term: words(word) })),
    fc
      .array(fc.stringMatching(/^[a-z0-9]{1,12}$/), { minLength: 1, maxLength: 3 })
      .map((list) => ({ text: `"${list.join(' ')}"`, term: words(...list) })),
    name.map((username) => ({ text: `@${username}`, term: mention(username) })),
    name.map((word) => ({ text: `#${word}`, term: tag(word) })),
  );
  const part = fc.record({ term, negated: fc.boolean() });
  fc.assert(
    fc.property(fc.array(part, { maxLength: 20 }), (list) => {
      const text = list.map(({ term: { text: written }, negated }) => `${negated ? '-' : ''}${written}`).join(' ');
      const meant = (negated: boolean) => list.filter((one) => one.negated === negated).map((one) => one.term.term);
      expect(parsePostQuery(text)).toEqual({ ...empty, all: meant(false), none: meant(true) });
    }),
  );
});

test('a hashtag and the lack of media are quoted lexemes', () => {
  expect(toTsQuery({ all: [{ kind: 'hashtag', tag: "o'b\\" }], none: [], hasMedia: false })).toBe(
    `'#o''b\\\\' & !'has:media'`,
  );
});
