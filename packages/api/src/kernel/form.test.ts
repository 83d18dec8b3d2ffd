import { expect, test } from 'vitest';
import { digestible } from './form.ts';

const file = (text: string) => new File([text], 'a.txt');

test('an input is known again although its fields come in another order, as they do over REST', async () => {
  const at = new Date(0);
  const first = await digestible({ id: '7', text: 'x', poll: { options: ['a', 'b'], at }, file: file('f') });
  expect(await digestible({ file: file('f'), poll: { at, options: ['a', 'b'] }, text: 'x', id: '7' })).toBe(first);
});

test.each([
  [{ list: ['a', 'b'] }, { list: ['b', 'a'] }],
  [
    { a: '1', b: '2' },
    { a: '2', b: '1' },
  ],
  [{ a: { b: '1' } }, { a: '1', b: {} }],
  [{ a: 1n }, { a: 1 }],
  [{ file: file('one') }, { file: file('two') }],
  [{ a: null }, {}],
])('inputs that differ are not taken for the same (%#)', async (one, other) => {
  expect(await digestible(one)).not.toBe(await digestible(other));
});
