import { expect, test } from 'vitest';
import { slices } from './floors.ts';
import { directionRules } from './rules.ts';

const downward = directionRules.filter(({ name }) => name === 'slice-downward');

function isForbidden(from: string, to: string): boolean {
  return downward.some(
    (rule) =>
      new RegExp(String(rule.from.path)).test(`packages/api/src/features/${from}/x.ts`) &&
      new RegExp(String(rule.to.path)).test(`packages/api/src/features/${to}/index.ts`),
  );
}

test('every slice may import every slice below it and none above', () => {
  for (const [floor, from] of slices.entries()) {
    for (const [other, to] of slices.entries())
      expect([from, to, isForbidden(from, to)]).toEqual([from, to, other > floor]);
  }
});
