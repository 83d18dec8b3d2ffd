import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFreePort } from '@rookery/server/postgres';
import { expect, test } from 'vitest';
import { killRepeatedly } from './kill.ts';
import { createVictim } from './victim.ts';

test('five kill -9 of server and database under 50 writes a second lose nothing, and the stream has no hole and no double', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'rookery-chaos-'));
  try {
    await using victim = createVictim(dataDir, await findFreePort());
    const { acknowledged, ...faults } = await killRepeatedly(victim, {
      kills: 5,
      writesPerSecond: 50,
      secondsBetween: 1.5,
      say: () => undefined,
    });
    expect(acknowledged).toBeGreaterThan(100);
    expect(faults).toEqual({ lost: 0, doubled: 0, unheard: 0, heardTwice: 0 });
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}, 180_000);
