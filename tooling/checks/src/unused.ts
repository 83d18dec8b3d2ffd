import type { Check, Finding, Inspection } from './check.ts';
import { isTypeScript, listFiles } from './files.ts';
import { runScript, toolPath } from './tool.ts';

const kinds = {
  files: 'nothing imports this file',
  exports: 'exported and never imported:',
  types: 'exported and never imported:',
  dependencies: 'in package.json and never used:',
  devDependencies: 'in package.json and never used:',
  unlisted: 'used and not in package.json:',
  unresolved: 'leads nowhere:',
  catalog: 'in the catalog and in no package:',
} as const;

type Kind = keyof typeof kinds;

/** What knip prints as JSON: for each file the names found, by kind. */
interface KnipReport {
  readonly issues: readonly ({ readonly file: string } & Partial<Record<Kind, readonly KnipItem[]>>)[];
}

type KnipItem = { readonly name: string } | readonly { readonly name: string }[];

/** Files, exports and dependencies that nobody uses, and dependencies that nobody declares. */
export const unused: Check = {
  name: 'unused',
  remedy:
    'Delete it, stop exporting it, or declare the dependency; entry points are named in tooling/checks/knip.json.',
  rules: Object.keys(kinds),
  borrows: ['tooling/checks/knip.json'],
  async inspect(root: string): Promise<Inspection> {
    const args = ['--config', 'tooling/checks/knip.json', '--reporter', 'json', '--no-progress', '--no-config-hints'];
    const { code, output } = await runScript(toolPath('knip', 'bin', 'knip.js'), args, root);
    const start = output.indexOf('{"issues"');
    if (code > 1 || start < 0) throw new Error(`knip gave up:\n${output}`);
    return { findings: toFindings(parseReport(output.slice(start))), summary: `${countSources(root)} files` };
  },
};

function countSources(root: string): number {
  return listFiles(root).filter(isTypeScript).length;
}

/** The shape is that of knip's own JSON reporter, in the version pinned by the catalog. */
function parseReport(json: string): KnipReport {
  return JSON.parse(json);
}

function toFindings({ issues }: KnipReport): Finding[] {
  return issues.flatMap((issue) =>
    kindsOf(issue).map((kind) => {
      const names = kind === 'files' ? '' : (issue[kind] ?? []).map(nameOf).join(', ');
      return { rule: kind, file: issue.file, message: `${kinds[kind]} ${names}`.trim() };
    }),
  );
}

function kindsOf(issue: KnipReport['issues'][number]): Kind[] {
  return allKinds.filter((kind) => (issue[kind] ?? []).length > 0);
}

const allKinds = Object.keys(kinds).filter(isKind);

function isKind(name: string): name is Kind {
  return name in kinds;
}

function nameOf(item: KnipItem): string {
  return 'name' in item ? item.name : item.map(({ name }) => name).join(' and ');
}
