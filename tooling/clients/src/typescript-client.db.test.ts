import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startTestServer, testPng } from '@rookery/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeTypescriptClient, type TypescriptClient } from './typescript-client.ts';

let client: TypescriptClient;
beforeAll(async () => {
  client = await makeTypescriptClient();
});
afterAll(() => client[Symbol.dispose]());

test('the types that openapi-typescript makes of the document fit its story, and refuse mistakes', async () => {
  expect(await client.check()).toEqual({ code: 0, output: '' });
});

test('openapi-fetch lives a whole story by them', async () => {
  await using server = await startTestServer();
  const picture = join(server.dataDir, 'heron.png');
  writeFileSync(picture, testPng(640, 480));
  expect(await client.run(server.url, picture)).toEqual({ code: 0, output: '' });
});
