import { readFileSync } from 'node:fs';
import { startTestServer } from '@rookery/testkit';
import { expect, test } from 'vitest';
import { documentFile } from './document-file.ts';
import { canRun, runProgram } from './run-program.ts';

const installed = await canRun('curl', '--version');
const reason = installed ? '' : ' (skipped: install curl)';

test.skipIf(!installed)(`the lines for curl in the introduction do what it says${reason}`, async () => {
  await using server = await startTestServer();
  const account = { username: 'demo', email: 'demo@birds.example', password: 'rookery-demo' };
  await fetch(`${server.url}/api/v1/auth/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(account),
  });
  const script = threeLines().replace('http://localhost:3000', server.url);
  const { output } = await runProgram('sh', ['-euc', script]);
  expect(JSON.parse(output)).toEqual({ items: [], nextCursor: null });
});

/** The commands that the introduction begins with, as they stand there. */
function threeLines(): string {
  const { info } = JSON.parse(readFileSync(documentFile, 'utf8'));
  return /^```sh\n(.+?)^```/ms.exec(String(info.description))?.[1] ?? '';
}
