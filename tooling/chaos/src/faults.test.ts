import { expect, test } from 'vitest';
import { planFaults } from './faults.ts';
import { seeded } from './random.ts';

const plan = { counts: { kill: 3, stall: 5 }, after: [10, 20], lasts: [1, 1000] } as const;

test('a seed gives the same plan again, and another seed another one', () => {
  expect(planFaults(plan, seeded(7))).toEqual(planFaults(plan, seeded(7)));
  expect(planFaults(plan, seeded(7))).not.toEqual(planFaults(plan, seeded(8)));
});

test('a plan holds each fault as often as it was asked for, within its bounds', () => {
  const planned = planFaults(plan, seeded(1));
  expect(planned.map(({ name }) => name).sort()).toEqual([...Array(3).fill('kill'), ...Array(5).fill('stall')]);
  for (const { after, lasts } of planned) {
    expect(after).toBeGreaterThanOrEqual(10);
    expect(after).toBeLessThanOrEqual(20);
    expect(lasts).toBeLessThanOrEqual(1000);
  }
});

test('a branch of random numbers does not depend on what was taken before', () => {
  const [fresh, used] = [seeded(3), seeded(3)];
  used.next();
  expect(used.branch('chat').next()).toBe(fresh.branch('chat').next());
  expect(fresh.branch('chat').next()).not.toBe(fresh.branch('plan').next());
});
