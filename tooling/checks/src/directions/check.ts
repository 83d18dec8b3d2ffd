import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cruise, type ICruiseResult, type IFlattenedRuleSet, type IViolation } from 'dependency-cruiser';
import type { Check, Finding, Inspection } from '../check.ts';
import { isTypeScript, listFiles } from '../files.ts';
import { listPackages } from '../workspace.ts';
import { packageImports, slices } from './floors.ts';
import { directionRules } from './rules.ts';
import { unseenFiles, unseenImports } from './seen.ts';

const groups = ['packages', 'apps', 'tooling'];

/** Who imports whom, type imports and circles counted. */
export const directions: Check = {
  name: 'directions',
  remedy: 'Read "Directions" in ARCHITECTURE.md: import through the door of a lower floor, or answer an event.',
  rules: [
    ...new Set(directionRules.map((rule) => rule.name ?? '')),
    'unknown-slice',
    'unknown-package',
    'empty-package',
  ],
  async inspect(root: string): Promise<Inspection> {
    const sources = listFiles(root).filter((file) => isTypeScript(file) && /^(packages|apps|tooling)\//.test(file));
    const result = await cruiseTree(root);
    const findings = [
      ...result.summary.violations.map(toFinding),
      ...unseen(root, sources, result),
      ...unplacedSlices(sources),
      ...unplacedPackages(root, sources),
    ];
    return { findings, summary: `${sources.length} files, ${result.summary.totalDependenciesCruised} imports` };
  },
};

async function cruiseTree(root: string): Promise<ICruiseResult> {
  const ruleSet: IFlattenedRuleSet = { forbidden: [...directionRules] };
  const { output } = await cruise(groups, {
    baseDir: root,
    validate: true,
    ruleSet,
    tsPreCompilationDeps: true,
    doNotFollow: { path: '(^|/)node_modules/' },
    exclude: { path: '^(packages|apps|tooling)/[^/]+/dist/|^tooling/checks/fixtures/|^tooling/clients/stories/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'default'],
      extensions: ['.ts', '.tsx', '.mts', '.js', '.mjs', '.cjs', '.json', '.d.ts'],
    },
  });
  if (typeof output === 'string') throw new Error('dependency-cruiser answered in words');
  return output;
}

function toFinding(violation: IViolation): Finding {
  const circle = violation.cycle?.map((step) => step.name).join(' → ');
  const comment = directionRules.find((rule) => rule.name === violation.rule.name)?.comment ?? '';
  return {
    rule: violation.rule.name,
    file: violation.from,
    message: `imports ${circle ?? violation.unresolvedTo ?? violation.to}: ${comment}`,
  };
}

function unseen(root: string, sources: readonly string[], { modules }: ICruiseResult): Finding[] {
  const imports = new Map(
    modules.map((module) => [module.source, new Set(module.dependencies.map((to) => to.module))]),
  );
  return [
    ...unseenFiles(sources, new Set(imports.keys())),
    ...sources.flatMap((file) =>
      unseenImports(file, readFileSync(join(root, file), 'utf8'), imports.get(file) ?? new Set()),
    ),
  ];
}

function unplacedSlices(sources: readonly string[]): Finding[] {
  const known: readonly string[] = slices;
  return sources.flatMap((file) => {
    const slice = /^packages\/api\/src\/features\/([^/]+)/.exec(file)?.[1];
    if (slice === undefined || known.includes(slice)) return [];
    return [
      { rule: 'unknown-slice', file, message: `give ${slice} a floor in tooling/checks/src/directions/floors.ts` },
    ];
  });
}

function unplacedPackages(root: string, sources: readonly string[]): Finding[] {
  return listPackages(root).flatMap(({ folder }) => {
    const file = `${folder}/package.json`;
    const empty = !sources.some((source) => source.startsWith(`${folder}/`));
    return [
      ...(folder in packageImports
        ? []
        : [
            {
              rule: 'unknown-package',
              file,
              message: 'say in tooling/checks/src/directions/floors.ts what it may import',
            },
          ]),
      ...(empty ? [{ rule: 'empty-package', file, message: 'no TypeScript in it, so nothing is checked' }] : []),
    ];
  });
}
