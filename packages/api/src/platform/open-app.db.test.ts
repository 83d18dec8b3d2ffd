import { createTestApp } from '@rookery/testkit';
import { expect, test } from 'vitest';

test('an opened app answers a call', async () => {
  await using t = await createTestApp();
  const info = await t.as(null).system.info();
  expect(info.name).toBe('Rookery');
});
