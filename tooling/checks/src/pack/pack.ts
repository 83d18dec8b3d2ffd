import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A packed package in a folder of its own, gone when disposed of. */
export interface Packed extends Disposable {
  readonly tarball: string;
}

/** Packs as a release would. NOTE: only pnpm replaces `catalog:`, `workspace:` and `publishConfig.exports`. */
export async function packPackage(folder: string): Promise<Packed> {
  const destination = mkdtempSync(join(tmpdir(), 'rookery-pack-'));
  await run('npx', ['--yes', 'pnpm@12.21.0', 'pack', '--pack-destination', destination], { cwd: folder });
  const [name] = readdirSync(destination).filter((file) => file.endsWith('.tgz'));
  if (!name) throw new Error(`pnpm packed nothing from ${folder}`);
  return {
    tarball: join(destination, name),
    [Symbol.dispose]: () => rmSync(destination, { recursive: true, force: true }),
  };
}
