import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './places.mjs';

/** The folders of the root package and of every package of the workspace. */
export function packageFolders() {
  const groups = ['packages', 'apps', 'tooling'].map((name) => join(root, name)).filter(existsSync);
  const folders = groups.flatMap((group) =>
    readdirSync(group)
      .sort()
      .map((name) => join(group, name)),
  );
  return [root, ...folders].filter((folder) => existsSync(join(folder, 'package.json')));
}

export function readManifest(folder) {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
}

/** What a package.json asks to be installed. */
export function dependenciesOf({ dependencies, devDependencies, optionalDependencies }) {
  return { ...dependencies, ...devDependencies, ...optionalDependencies };
}
