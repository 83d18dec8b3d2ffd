import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lintPackage } from './pack/lint-package.ts';
import { listContents } from './pack/list-contents.ts';
import { packPackage } from './pack/pack.ts';
import { resolveTypes } from './pack/resolve-types.ts';
import type { PackStep } from './pack/step.ts';
import { compileConsumers, weighBundles } from './pack-consumer.ts';
import { checksFolder, repositoryRoot } from './places.ts';

const steps: readonly PackStep[] = [listContents, lintPackage, resolveTypes, weighBundles, compileConsumers];

process.exitCode = await checkPackage();

/** Builds and packs the SDK, and looks at the tarball as those will who install it; 0 when all is well. */
async function checkPackage(): Promise<number> {
  execFileSync(process.execPath, [join(repositoryRoot, 'tooling/bootstrap/main.mjs'), 'setup'], { stdio: 'inherit' });
  using broken = await packBroken();
  using packed = await packPackage(join(repositoryRoot, 'packages/sdk'));
  let failed = 0;
  for (const step of steps) failed += (await runStep(step, packed.tarball, broken.tarball)) ? 0 : 1;
  console.log(`\n${steps.length - failed} checks passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

async function runStep(step: PackStep, tarball: string, broken: string): Promise<boolean> {
  const complaints = await step.examine(tarball);
  const seesNothing = (await step.examine(broken)).length === 0;
  const passed = complaints.length === 0 && !seesNothing;
  console.log(`${passed ? '✓' : '✗'} ${step.name}`);
  if (seesNothing) console.log('    the broken package of fixtures/pack passes [proof]');
  if (!passed) console.log(complaints.join('\n').replace(/^/gm, '    '), `\n  → ${step.remedy}`);
  return passed;
}

async function packBroken(): ReturnType<typeof packPackage> {
  const folder = mkdtempSync(join(tmpdir(), 'rookery-broken-'));
  try {
    cpSync(join(checksFolder, 'fixtures', 'pack'), folder, { recursive: true });
    return await packPackage(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
