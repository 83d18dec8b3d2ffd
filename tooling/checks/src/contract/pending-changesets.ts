import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export type Bump = 'major' | 'minor' | 'patch';

/** The changesets that wait for the next release. */
export interface PendingChangesets {
  readonly bumps: ReadonlySet<Bump>;
  /** Files that the release would stumble over. */
  readonly unreadable: readonly string[];
}

/** What the pending changesets announce for a package. */
export function readPendingChangesets(root: string, packageName: string): PendingChangesets {
  const folder = join(root, '.changeset');
  const files = existsSync(folder)
    ? readdirSync(folder).filter((file) => /\.md$/.test(file) && file !== 'README.md')
    : [];
  const read = files.map((file) => ({ file, bumps: readBumps(readFileSync(join(folder, file), 'utf8')) }));
  return {
    bumps: new Set(read.flatMap(({ bumps }) => bumps?.get(packageName) ?? [])),
    unreadable: read.filter(({ bumps }) => !bumps).map(({ file }) => `.changeset/${file}`),
  };
}

/** The bumps at the head of a changeset, by package; undefined where there is no such head. */
export function readBumps(text: string): Map<string, Bump> | undefined {
  const head = /^---\r?\n((?:.*\r?\n)*?)---\r?(?:\n|$)/.exec(text)?.[1];
  const lines = head?.split(/\r?\n/).filter((line) => line.trim() !== '');
  const bumps = lines?.map((line) => /^(['"]?)([^'":]+)\1:\s*(['"]?)(\w+)\3\s*$/.exec(line));
  const entries = bumps?.flatMap((match) => {
    const [name, bump] = [match?.[2], match?.[4]];
    return name !== undefined && isBump(bump) ? [[name, bump] as const] : [];
  });
  return entries && entries.length === lines?.length ? new Map(entries) : undefined;
}

function isBump(word: string | undefined): word is Bump {
  return word === 'major' || word === 'minor' || word === 'patch';
}
