import { expect, test } from 'vitest';
import { measureBundle } from './measure-bundle.ts';

const kilobyte = 1024;

test('a page that makes one call loads at most 8 KB, and nothing of sockets', async () => {
  const { first } = await measureBundle(
    "import { createClient } from '@rookery/sdk';\nconsole.log(await createClient({ url: '/' }).system.info());",
  );
  expect(first.minified).toBeGreaterThan(5 * kilobyte);
  expect(first.gzipped).toBeLessThanOrEqual(8 * kilobyte);
  expect(first.code).not.toContain('connectionParams"');
  expect(first.code).not.toContain('PING');
});

test('a page with live events loads at most 16 KB', async () => {
  const { first, with: withParts } = await measureBundle(
    "import { createClient } from '@rookery/sdk';\ncreateClient({ url: '/' }).events.on('notification.created', ({ data }) => console.log(data));",
  );
  const live = withParts('sockets');
  expect(live.code).toContain('PING');
  expect(live.gzipped).toBeGreaterThan(first.gzipped);
  expect(live.gzipped).toBeLessThanOrEqual(16 * kilobyte);
});

test('all hooks weigh at most 6 KB beside the client and what they stand on', async () => {
  const { first, whole } = await measureBundle("export * from '@rookery/sdk/react';");
  expect(first.minified).toBeGreaterThan(2 * kilobyte);
  expect(whole.gzipped).toBeLessThanOrEqual(6 * kilobyte);
});

test('a page with local views loads at most 16 KB for notifications, and at most 10 KB more than live events for chat', async () => {
  const { with: withParts } = await measureBundle(
    "import { createClient } from '@rookery/sdk';\ncreateClient({ url: '/' }).notifications.local().subscribe(() => undefined);",
  );
  expect(withParts('sockets', 'notifications-view').gzipped).toBeLessThanOrEqual(16 * kilobyte);
  const live = withParts('sockets').gzipped;
  const chat = withParts('sockets', 'chat-view').gzipped;
  expect(chat).toBeGreaterThan(live + kilobyte);
  expect(chat).toBeLessThanOrEqual(live + 10 * kilobyte);
});
