import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const skippedFolders = new Set(['node_modules', '.git', 'dist', 'coverage', '.rookery', '.bench', '.cache']);
const skippedPaths = new Set(['tooling/checks/fixtures', 'tooling/clients/stories']);

/**
 * Every file of the repository as a path with `/` from `root`, without what is installed, built, broken on purpose, or checked
 * by a test of its own.
 */
export function listFiles(root: string, folder = ''): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder ? `${folder}/${entry.name}` : entry.name;
    if (!entry.isDirectory()) return entry.isFile() ? [path] : [];
    return skippedFolders.has(entry.name) || skippedPaths.has(path) ? [] : listFiles(root, path);
  });
}

/** TypeScript that people write, declarations left out. */
export function isTypeScript(path: string): boolean {
  return /\.[cm]?tsx?$/.test(path) && !/\.d\.[cm]?ts$/.test(path);
}

/** Files that a program writes and people do not read top to bottom. */
export function isGenerated(path: string): boolean {
  return /(^|\/)(generated|vendor)\/|\.(generated|gen)\.|\.d\.[cm]?ts$|(^|\/)(openapi(\.released)?\.json|\.snapshot\.json|pnpm-lock\.yaml|CHANGELOG\.md)$/.test(
    path,
  );
}

/** Migrations are long by nature and named by time. */
export function isMigration(path: string): boolean {
  return /(^|\/)migrations\//.test(path);
}
