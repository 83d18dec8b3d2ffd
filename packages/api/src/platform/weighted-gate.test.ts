import { expect, test } from 'vitest';
import { createWeightedGate } from './weighted-gate.ts';

test('lets through what it bears, and the rest in order', async () => {
  const gate = createWeightedGate({ bears: 10, mostWaiting: 10 });
  const ends = [6, 4, 3, 20, 1].map((weight) => ({ weight, ...Promise.withResolvers<void>() }));
  const begun: number[] = [];
  const passed = ends.map(({ weight, promise }) =>
    gate.pass(weight, () => {
      begun.push(weight);
      return promise;
    }),
  );
  await Promise.resolve();
  expect(begun).toEqual([6, 4]);
  for (const [index, end] of ends.entries()) {
    end.resolve();
    await passed[index];
  }
  expect(begun).toEqual([6, 4, 3, 20, 1]);
});

test('what fails frees its place', async () => {
  const gate = createWeightedGate({ bears: 1, mostWaiting: 10 });
  await expect(gate.pass(1, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  await expect(gate.pass(1, async () => 'next')).resolves.toBe('next');
});

test('refuses at once when too many wait', async () => {
  const gate = createWeightedGate({ bears: 1, mostWaiting: 1 });
  const end = Promise.withResolvers<void>();
  const first = gate.pass(1, () => end.promise);
  const second = gate.pass(1, async () => undefined);
  expect(gate.pass(1, async () => undefined)).toBeNull();
  end.resolve();
  await Promise.all([first, second]);
});
