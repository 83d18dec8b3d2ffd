import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Check, Finding, Inspection } from '../check.ts';
import { isGenerated, isMigration, isTypeScript, listFiles } from '../files.ts';
import { inspectLockfile } from './lockfile.ts';
import { inspectManifests } from './manifests.ts';
import { kebabCase, topLevelEntry, vagueDeclarationName, vagueName } from './names.ts';
import { complainOfPnpmVersions } from './pnpm-version.ts';
import { resultType } from './result-types.ts';
import { type FileRule, judge, type TextFile } from './rule.ts';
import { complainOfShape, countLines, fileTooLong, warnOfLongFiles } from './sizes.ts';
import { lockfileHost, machinePaths, openTask, registryHost, secrets } from './words.ts';

const ofAnyText: readonly FileRule[] = [topLevelEntry, machinePaths, registryHost, secrets, lockfileHost];
const ofWrittenText: readonly FileRule[] = [fileTooLong, vagueName, kebabCase, openTask];
const ofSource: readonly FileRule[] = [vagueDeclarationName, resultType];

const ofManifests = ['manifest', 'root-exact-versions', 'catalog-only', 'catalog-exact'];
const ofLockfile = ['lockfile-stale', 'denied-version', 'second-copy', 'one-pnpm'];

/** Sizes, names, words, manifests and the lockfile: what can be read off the tree. */
export const tree: Check = {
  name: 'tree',
  remedy: 'Each line says what to do; the rules are those of CONTRIBUTING.md.',
  rules: [...[...ofAnyText, ...ofWrittenText, ...ofSource].map((rule) => rule.name), ...ofManifests, ...ofLockfile],
  inspect: async (root: string): Promise<Inspection> => {
    const files = listFiles(root)
      .filter(isText)
      .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
    const written = files.filter(({ path }) => !isGenerated(path) && !isMigration(path));
    const sources = written.filter(({ path }) => isTypeScript(path));
    const findings = [
      ...judge(ofAnyText, files),
      ...judge(ofWrittenText, written),
      ...judge(ofSource, sources),
      ...inspectManifests(root),
      ...inspectLockfile(root),
      ...complainOfPnpmVersions(files),
      ...shapeOf(sources),
    ];
    return { findings, summary: `${files.length} files`, warnings: warnOfLongFiles(sources) };
  },
};

function isText(path: string): boolean {
  return !/\.(png|jpe?g|gif|webp|avif|ico|woff2?|gz|zip|tgz|wasm|mp4|webm)$/.test(path);
}

function shapeOf(sources: readonly TextFile[]): Finding[] {
  const product = sources.filter(({ path }) => !/\.test(-d)?\.tsx?$/.test(path));
  const complaints = complainOfShape(product.map(({ text }) => countLines(text)));
  return complaints.map((message) => ({ rule: 'shape', file: '.', message }));
}
