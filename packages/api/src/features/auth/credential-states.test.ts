import { expect, test, vi } from 'vitest';
import { CredentialStates } from './credential-states.ts';

const minute = 60_000;

function open() {
  let time = Date.UTC(2026, 10, 21);
  const states = new CredentialStates({ now: () => new Date(time) }, async (key, accountId) => ({ key, accountId }));
  const known = (...keys: string[]) => keys.filter((key) => states.peek(key) !== undefined);
  const pass = (ms: number): void => {
    time += ms;
  };
  return { states, known, pass };
}

test('what is known of an account is forgotten as far as a change concerns it, and of others nothing', async () => {
  const { states, known } = open();
  for (const [key, of] of [
    ['a1', 'ann'],
    ['a2', 'ann'],
    ['b1', 'ben'],
    ['n1', null],
  ] as const)
    await states.load(key, of);
  states.forget('ann', (key) => key === 'a1');
  expect(known('a1', 'a2', 'b1', 'n1')).toEqual(['a2', 'b1', 'n1']);
  states.forget('ann', () => true);
  states.forget('nobody', () => true);
  expect(known('a1', 'a2', 'b1', 'n1')).toEqual(['b1', 'n1']);
});

test('what was read anew after it was forgotten, or had grown old, is forgotten again', async () => {
  const { states, known, pass } = open();
  await states.load('a1', 'ann');
  states.forget('ann', () => true);
  await states.load('a1', 'ann');
  pass(minute + 1);
  expect(known('a1')).toEqual([]);
  await states.load('a1', 'ann');
  expect(known('a1')).toEqual(['a1']);
  states.forget('ann', () => true);
  expect(known('a1')).toEqual([]);
});

test('forgetting looks at nothing of other accounts, of which there may be thousands', async () => {
  const { states, known } = open();
  await Promise.all(Array.from({ length: 100 }, (_, n) => states.load(`b${n}`, `ben ${n}`)));
  await states.load('a1', 'ann');
  const isConcerned = vi.fn(() => true);
  states.forget('ann', isConcerned);
  expect(isConcerned.mock.calls).toEqual([['a1', { key: 'a1', accountId: 'ann' }]]);
  expect(known('a1', 'b0', 'b99')).toEqual(['b0', 'b99']);
});
