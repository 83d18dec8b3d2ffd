import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const script = fileURLToPath(new URL('fixtures/ending.ts', import.meta.url));

async function meet(fate: string, act: (child: ChildProcess, line: string) => void) {
  const child = spawn(process.execPath, [script, fate], { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines: string[] = [];
  createInterface(child.stdout).on('line', (line) => {
    lines.push(line);
    act(child, line);
  });
  const [code] = await once(child, 'close');
  return { code, lines };
}

test.each(['SIGTERM', 'SIGINT'] as const)('%s ends it in order', async (signal) => {
  const end = await meet('quiet', (child, line) => line === 'started' && child.kill(signal));
  expect(end).toEqual({ code: 0, lines: ['started', 'Stopping', 'drained', 'disposed'] });
});

test('a second signal ends it at once', async () => {
  const end = await meet('stuck', (child, line) => ['started', 'drained'].includes(line) && child.kill('SIGINT'));
  expect(end).toEqual({ code: 1, lines: ['started', 'Stopping', 'drained', 'Stopping'] });
});

test.each(['rejection', 'exception'])('an uncaught %s ends it in order, and as a failure', async (fate) => {
  const { code, lines } = await meet(fate, () => undefined);
  expect(code).toBe(1);
  expect(lines).toEqual(['started', 'drained', 'disposed']);
});
