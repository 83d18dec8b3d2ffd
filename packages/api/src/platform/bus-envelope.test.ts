import { expect, test, vi } from 'vitest';
import { type News, unwrap, wrap } from './bus-envelope.ts';

test('news arrive whole and in order, however many envelopes they need', () => {
  const news: News[] = Array.from({ length: 500 }, (_, at) => ['typing', `${at} "é\0😀 ${'x'.repeat(at)}`]);
  const envelopes = wrap('near', news, () => undefined);
  expect(envelopes.length).toBeGreaterThan(1);
  for (const envelope of envelopes) expect(Buffer.byteLength(envelope)).toBeLessThan(8000);
  expect(envelopes.flatMap((envelope) => unwrap('far', envelope))).toEqual(news);
  expect(envelopes.flatMap((envelope) => unwrap('near', envelope))).toEqual([]);
});

test('a message that is too large alone is left out, and the others are not', () => {
  const tooLarge = vi.fn();
  const envelopes = wrap(
    'near',
    [
      ['a', '1'],
      ['b', 'é'.repeat(4000)],
      ['c', '2'],
    ],
    tooLarge,
  );
  expect(envelopes.flatMap((envelope) => unwrap('far', envelope))).toEqual([
    ['a', '1'],
    ['c', '2'],
  ]);
  expect(tooLarge.mock.calls).toEqual([['b']]);
});

test.each(['', '{', 'null', '[1,2]', '["far",[["a"]]]'])('%j is no envelope and tells nothing', (text) => {
  expect(unwrap('near', text)).toEqual([]);
});
