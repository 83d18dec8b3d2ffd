import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Check, Finding, Inspection } from '../check.ts';
import type { Change } from './change.ts';
import { compareDocuments } from './compare-documents.ts';
import { readDocument } from './document.ts';
import { type Bump, readPendingChangesets } from './pending-changesets.ts';
import { currentDocument, releasedDocument } from './places.ts';
import { describeChanges, ofSeverity } from './report.ts';

/** NOTE: the SDK is the package that is released of the contract, so changes of REST are announced under its name too. */
const announced = '@rookery/sdk';

/** What changed for consumers since the last release is announced by a changeset of the right weight. */
export const contract: Check = {
  name: 'contract',
  remedy: `Undo the change, or add a changeset ("pnpm changeset") with '${announced}': major for what breaks, minor for what is new.`,
  rules: ['unannounced-break', 'unannounced-addition', 'unreadable-changeset'],
  inspect: async (root: string): Promise<Inspection> => {
    const changes = compareDocuments(readExisting(root, releasedDocument), readExisting(root, currentDocument));
    const { bumps, unreadable } = readPendingChangesets(root, announced);
    const breaks = describeChanges(ofSeverity(changes, 'break'), 3);
    const others = describeChanges([...ofSeverity(changes, 'widening'), ...ofSeverity(changes, 'addition')], 3);
    return {
      findings: [
        ...(bumps.has('major') ? [] : breaks.map((line) => blame('unannounced-break', line))),
        ...(announces(bumps) ? [] : others.map((line) => blame('unannounced-addition', line))),
        ...unreadable.map(blameChangeset),
      ],
      warnings: bumps.has('major') ? breaks.map((line) => `announced break: ${line}`) : [],
      summary: summarise(changes),
    };
  },
};

function readExisting(root: string, path: string): ReturnType<typeof readDocument> {
  if (existsSync(join(root, path))) return readDocument(join(root, path));
  throw new Error(
    `${path} is missing: the generator of packages/rest writes the document, "pnpm contract:release" the released one`,
  );
}

function announces(bumps: ReadonlySet<Bump>): boolean {
  return bumps.has('minor') || bumps.has('major');
}

function blame(rule: string, message: string): Finding {
  return { rule, file: currentDocument, message };
}

function blameChangeset(file: string): Finding {
  const message = `begins with no head like "---", "'${announced}': minor", "---": the release would stop here`;
  return { rule: 'unreadable-changeset', file, message };
}

function summarise(changes: readonly Change[]): string {
  const [breaks, widenings, additions] = (['break', 'widening', 'addition'] as const).map(
    (severity) => describeChanges(ofSeverity(changes, severity)).length,
  );
  return `${breaks} breaks, ${widenings} widenings, ${additions} additions since the last release`;
}
