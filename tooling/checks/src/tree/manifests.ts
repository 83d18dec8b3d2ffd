import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from '../check.ts';
import { listPackages, type Manifest, readManifest } from '../workspace.ts';
import { readYamlLines, section } from '../yaml.ts';

const fromCatalog = /^(catalog:\w*|workspace:\*)$/;
const exact = /^\d+\.\d+\.\d+(-[\w.]+)?$/;
/** What an override says of a dependency that is left out. */
const removed = '-';
const published = new Set(['@rookery/sdk']);

/** What every manifest of the workspace and the catalog promise. */
export function inspectManifests(root: string): Finding[] {
  return [...inspectRootManifest(root), ...inspectPackageManifests(root), ...inspectCatalog(root)];
}

/** npm reads the root manifest before pnpm is there, and npm knows no `catalog:` and no `workspace:`. */
function inspectRootManifest(root: string): Finding[] {
  return dependenciesOf(readManifest(join(root, 'package.json')))
    .filter(([, version]) => !exact.test(version))
    .map(([name, version]) => ({
      rule: 'root-exact-versions',
      file: 'package.json',
      message: `${name} is "${version}": the root manifest states exact versions, npm must be able to read it`,
    }));
}

function inspectPackageManifests(root: string): Finding[] {
  return listPackages(root).flatMap(({ folder, manifest }) => {
    const file = `${folder}/package.json`;
    const loose = dependenciesOf(manifest).filter(([, version]) => !fromCatalog.test(version));
    return [
      ...incomplete(manifest).map((message) => ({ rule: 'manifest', file, message })),
      ...loose.map(([name, version]) => ({
        rule: 'catalog-only',
        file,
        message: `${name} is "${version}": write "catalog:" and the version into pnpm-workspace.yaml`,
      })),
    ];
  });
}

function incomplete({ name, version, type, license, private: isPrivate }: Manifest): string[] {
  return [
    ...(name?.startsWith('@rookery/') ? [] : ['name it @rookery/…']),
    ...(version && exact.test(version) ? [] : ['give it a version; pnpm pack needs one']),
    ...(type === 'module' ? [] : ['say "type": "module"']),
    ...(license === 'MIT' ? [] : ['say "license": "MIT"']),
    ...(isPrivate === !published.has(name ?? '') || (isPrivate === undefined && published.has(name ?? ''))
      ? []
      : ['only the SDK is published; the rest is "private": true']),
  ];
}

function inspectCatalog(root: string): Finding[] {
  const file = 'pnpm-workspace.yaml';
  const lines = readYamlLines(readFileSync(join(root, file), 'utf8'));
  const overrides = section(lines, 'overrides').filter(({ value }) => value !== removed);
  return [...section(lines, 'catalog'), ...section(lines, 'catalogs'), ...overrides]
    .filter(({ value }) => value !== '' && !exact.test(value))
    .map(({ key, value }) => ({
      rule: 'catalog-exact',
      file,
      message: `${key} is "${value}": state one exact version`,
    }));
}

function dependenciesOf(manifest: Manifest): [string, string][] {
  return Object.entries({ ...manifest.devDependencies, ...manifest.optionalDependencies, ...manifest.dependencies });
}
