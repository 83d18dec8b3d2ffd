import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startTestServer, testPng } from '@rookery/testkit';
import { expect, test } from 'vitest';
import { documentFile } from './document-file.ts';
import { canRun, runProgram } from './run-program.ts';

const installed = await canRun('perl', '-MOpenAPI::Client', '-e', '1');
const reason = installed ? '' : ' (skipped: install libopenapi-client-perl)';

test.skipIf(!installed)(`a client that OpenAPI::Client makes in Perl lives the story${reason}`, async () => {
  await using server = await startTestServer();
  const picture = join(server.dataDir, 'rail.png');
  writeFileSync(picture, testPng(640, 480));
  const story = join(import.meta.dirname, '../stories/perl/story.pl');
  expect(await runProgram('perl', [story, documentFile, server.url, picture])).toEqual({ code: 0, output: '' });
});
