import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from '../check.ts';
import { listPackages, type Manifest, readManifest } from '../workspace.ts';
import { readYamlLines, section, type YamlLine } from '../yaml.ts';
import { deniedVersions, singleCopies } from './denied.ts';
import { isBelow } from './version.ts';

const file = 'pnpm-lock.yaml';

/** The lockfile fits the manifests and locks nothing that is known to be bad. */
export function inspectLockfile(root: string): Finding[] {
  const lines = readYamlLines(readFileSync(join(root, file), 'utf8'));
  const overrides = new Map(section(lines, 'overrides').map(({ key, value }) => [key, value]));
  const locked = section(lines, 'packages')
    .filter(({ depth }) => depth === 1)
    .map(({ key }) => ({ name: key.slice(0, key.lastIndexOf('@')), version: key.slice(key.lastIndexOf('@') + 1) }));
  return [
    ...stale(root, lockedSpecifiers(section(lines, 'importers')), overrides),
    ...locked.flatMap(denied),
    ...secondCopies(locked),
  ].map(([rule, message]) => ({ rule, file, message }));
}

type Complaint = readonly [rule: string, message: string];

interface LockedPackage {
  readonly name: string;
  readonly version: string;
}

/** `folder dependency` → specifier, as the lockfile remembers them. */
function lockedSpecifiers(importers: readonly YamlLine[]): Map<string, string> {
  const specifiers = new Map<string, string>();
  const path: string[] = [];
  for (const { depth, key, value } of importers) {
    path[depth] = key;
    if (key === 'specifier') specifiers.set(`${path[1]} ${path[3]}`, value);
  }
  return specifiers;
}

function stale(root: string, locked: Map<string, string>, overrides: ReadonlyMap<string, string>): Complaint[] {
  const manifests = [{ folder: '.', manifest: readManifest(join(root, 'package.json')) }, ...listPackages(root)];
  const wanted = new Map(manifests.flatMap(({ folder, manifest }) => specifiersOf(folder, manifest, overrides)));
  const differing = [...wanted].filter(([key, specifier]) => locked.get(key) !== specifier).map(([key]) => key);
  const left = [...locked.keys()].filter((key) => !wanted.has(key));
  return [...differing, ...left].map((key) => ['lockfile-stale', `does not fit ${key}: run pnpm install`]);
}

function specifiersOf(folder: string, manifest: Manifest, overrides: ReadonlyMap<string, string>): [string, string][] {
  const { dependencies, devDependencies, optionalDependencies } = manifest;
  return Object.entries({ ...devDependencies, ...optionalDependencies, ...dependencies }).map(([name, specifier]) => [
    `${folder} ${name}`,
    overrides.get(name) ?? specifier,
  ]);
}

function denied({ name, version }: LockedPackage): Complaint[] {
  return deniedVersions
    .filter((entry) => entry.name === name)
    .filter(
      (entry) => (entry.versions?.includes(version) ?? false) || (entry.below ? isBelow(version, entry.below) : false),
    )
    .map(({ reason }) => ['denied-version', `${name} ${version}: ${reason}`]);
}

function secondCopies(locked: readonly LockedPackage[]): Complaint[] {
  return singleCopies.flatMap((name) => {
    const versions = locked.filter((entry) => entry.name === name).map(({ version }) => version);
    return versions.length > 1
      ? [['second-copy', `${name} is locked as ${versions.join(' and ')}; one copy only`]]
      : [];
  });
}
