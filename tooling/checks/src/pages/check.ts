import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Check, Finding, Inspection } from '../check.ts';
import { listFiles } from '../files.ts';
import { readManifest } from '../workspace.ts';
import { isInTree } from './existing.ts';
import { findExamples, findMentions, type Mention } from './mentions.ts';

const required = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md'];

/** What the pages name is there. */
export const pages: Check = {
  name: 'pages',
  remedy: 'Name what is there now; a file that the reader would write is declared by <!-- examples: name.ts -->.',
  rules: ['gone-page', 'gone-path', 'gone-script'],
  inspect: async (root: string): Promise<Inspection> => {
    const files = listFiles(root);
    const scripts = Object.keys(readManifest(join(root, 'package.json')).scripts ?? {});
    const found = files.filter(
      (file) => file.endsWith('.md') && !file.endsWith('CHANGELOG.md') && !file.startsWith('.changeset/'),
    );
    const mentions = found.flatMap((page) => mentionsOn(root, page));
    const gone = mentions.filter(({ page, mention }) => !isThere(mention, page, { files, scripts }));
    const findings = [...missingPages(root), ...gone.map(({ page, mention }) => toFinding(page, mention))];
    return { findings, summary: `${mentions.length} mentions on ${found.length} pages` };
  },
};

function mentionsOn(root: string, page: string): { page: string; mention: Mention }[] {
  const text = readFileSync(join(root, page), 'utf8');
  const examples = findExamples(text);
  return findMentions(text)
    .filter(({ name }) => !examples.includes(name))
    .map((mention) => ({ page, mention }));
}

function missingPages(root: string): Finding[] {
  return required
    .filter((page) => !existsSync(join(root, page)))
    .map((page) => ({ rule: 'gone-page', file: 'package.json', message: `${page} is missing` }));
}

function isThere(
  mention: Mention,
  page: string,
  tree: { files: readonly string[]; scripts: readonly string[] },
): boolean {
  return mention.kind === 'script' ? tree.scripts.includes(mention.name) : isInTree(mention.name, page, tree.files);
}

function toFinding(file: string, { kind, name }: Mention): Finding {
  return { rule: `gone-${kind}`, file, message: `names ${name}, which is not there` };
}
