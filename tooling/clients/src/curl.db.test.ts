import { readFileSync } from 'node:fs';
import { startTestServer } from '@rookery/testkit';
import { expect, test } from 'vitest';
import { documentFile } from './document-file.ts';
import { canRun, runProgram } from './run-program.ts';

const installed = await canRun('curl', '--version');
const reason = installed ? '' : ' (skipped: install curl)';

test.skipIf(!installed)(`the lines for curl in the introduction do what it says${reason}`, async () => {
  await using server = await startTestServer();
  const account = { username: 'wren', email: 'wren@birds.example', password: 'heron-at-the-old-weir' };
  await fetch(`${server.url}/api/v1/auth/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(account),
  });
  const curl = async (line: string, TOKEN = '') =>
    JSON.parse((await runProgram('sh', ['-c', line.replace('localhost:3000', server.url)], { TOKEN })).output);
  const [logIn = '', readMe = ''] = linesForCurl();
  const { accessToken } = await curl(logIn);
  expect(await curl(readMe, accessToken)).toMatchObject({ account: { email: account.email } });
});

/** The commands of the introduction, each with the lines it goes on for. */
function linesForCurl(): string[] {
  const { info } = JSON.parse(readFileSync(documentFile, 'utf8'));
  return [...String(info.description).matchAll(/^curl (?:.*\\\n)*.*$/gm)].map(([line]) => line);
}
