import { expect, test } from 'vitest';
import { measureBundle } from './measure-bundle.ts';

const kilobyte = 1024;

test('a program that makes one call gets at most 8 KB', async () => {
  const size = await measureBundle(
    "import { createClient } from '@rookery/sdk';\nconsole.log(await createClient({ url: '/' }).system.info());",
  );
  expect(size.minified).toBeGreaterThan(5 * kilobyte);
  expect(size.gzipped).toBeLessThanOrEqual(8 * kilobyte);
});

test('a program with live events gets at most 16 KB', async () => {
  const size = await measureBundle(
    "import { createClient } from '@rookery/sdk';\ncreateClient({ url: '/' }).events.on('notification.created', ({ data }) => console.log(data));",
  );
  expect(size.minified).toBeGreaterThan(5 * kilobyte);
  expect(size.gzipped).toBeLessThanOrEqual(16 * kilobyte);
});
