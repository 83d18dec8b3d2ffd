import { expect, test, vi } from 'vitest';
import { StateStore } from './store.ts';

test('changes of one tick are told once, and what a listener throws is told to nobody else', async () => {
  const report = vi.fn();
  const store = new StateStore({ count: 0 }, report);
  const heard: number[] = [];
  store.subscribe(() => {
    throw new Error('thrown by a listener');
  });
  const off = store.subscribe(() => heard.push(store.current.count));
  store.set({ count: 1 });
  store.set({ count: 2 });
  expect(store.current).toEqual({ count: 2 });
  expect(heard).toEqual([]);
  await Promise.resolve();
  expect([heard, report.mock.calls]).toEqual([[2], [[new Error('thrown by a listener')]]]);
  store.set(store.current);
  off();
  store.set({ count: 3 });
  await Promise.resolve();
  expect(heard).toEqual([2]);
});
