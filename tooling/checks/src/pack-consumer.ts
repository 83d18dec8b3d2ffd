import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { packPackage } from './pack/pack.ts';
import type { PackStep } from './pack/step.ts';
import {
  bundles,
  laterParts,
  nodeProgram,
  probes,
  reactProgram,
  trpcProgram,
  twentyLines,
} from './pack-consumer-programs.ts';
import { type ConsumerProject, createConsumerProject } from './pack-consumer-project.ts';
import { repositoryRoot } from './places.ts';

const compilers = { '5.9': 'typescript@5.9.3', '6.0': 'typescript@6.0.3', '7.0': 'typescript@7.0.2' };
const mostInstantiations = 500;
const mostBytes: Readonly<Record<string, number>> = {
  'one call': 8 * 1024,
  'live events': 16 * 1024,
  'local chat': 26 * 1024,
};

const strict = {
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  skipLibCheck: false,
  noEmit: true,
  target: 'es2022',
  module: 'nodenext',
  lib: ['es2022', 'dom'],
  types: [],
};

/** What the programs stand on beside the SDK. */
const beside = [
  '@types/node@24',
  '@trpc/client@11.25.2',
  '@trpc/server@11.25.2',
  'superjson@2',
  'react@19.3.1',
  '@types/react@19.3.0',
  '@tanstack/react-query@5.108.0',
];

interface Program {
  text: string;
  options: object;
}

const programs: Readonly<Record<string, Program>> = {
  probes: { text: probes, options: strict },
  twenty: { text: twentyLines, options: { ...strict, skipLibCheck: true } },
  bundler: { text: twentyLines, options: { ...strict, module: 'esnext', moduleResolution: 'bundler' } },
  node: { text: nodeProgram, options: { ...strict, lib: ['es2022'], types: ['node'] } },
  react: { text: reactProgram, options: { ...strict, skipLibCheck: true } },
  trpc: { text: trpcProgram, options: { ...strict, lib: ['esnext', 'dom'], skipLibCheck: true } },
};

/** Whether programs that use the package compile, with whatever TypeScript, and cost the compiler next to nothing. */
export const compileConsumers: PackStep = {
  name: 'consumers',
  remedy: 'Mend the types of packages/sdk; the programs are in tooling/checks/src/pack-consumer-programs.ts.',
  examine: async (tarball) => {
    using project = createConsumerProject();
    await project.install([asSdk(tarball)]);
    const others = project.installed().filter((name) => name !== '@rookery/sdk');
    const complaints = [...others.map((name) => `brings ${name} along`), ...findAny(project)];
    for (const [name, { text, options }] of Object.entries(programs)) writeProgram(project, name, { text, options });
    await project.install([...beside, ...aliases()]);
    for (const version of Object.keys(compilers)) {
      if (complaints.length === 0) complaints.push(...(await compileAll(project, version)));
    }
    return complaints;
  },
};

/** Whether programs stay small that bundle the package. */
export const weighBundles: PackStep = {
  name: 'size',
  remedy:
    'What the SDK cannot do without goes first; `pnpm --filter @rookery/sdk exec vitest` weighs it while you work.',
  examine: async (tarball) => {
    using project = createConsumerProject();
    await project.install([asSdk(tarball), 'esbuild@0.28.2']);
    const complaints: string[] = [];
    for (const [name, text] of Object.entries(bundles)) {
      project.write(`${name}.js`, text);
      const { code, output } = await project.runInstalled('esbuild/bin/esbuild', [
        `${name}.js`,
        '--bundle',
        '--splitting',
        '--minify',
        '--format=esm',
        '--target=es2022',
        `--outdir=${name}`,
        `--metafile=${name}.json`,
      ]);
      const bytes = code === 0 ? weigh(project, name) : 0;
      const most = mostBytes[name] ?? 0;
      if (code === 0) console.log(`    ${name}: ${bytes} bytes gzipped`);
      if (code !== 0) complaints.push(output);
      else if (bytes > most) complaints.push(`${name}: ${bytes} bytes gzipped, ${most} are allowed`);
    }
    return complaints;
  },
};

/** Bytes of what a page loads: the entry and what that imports at once, and the parts that it loads later, with what they import. */
function weigh(project: ConsumerProject, name: string): number {
  const outputs = parseOutputs(project.read(`${name}.json`));
  const loaded = new Set([`${name}/${name}.js`]);
  for (const path of loaded) {
    const imports = outputs[path]?.imports ?? [];
    for (const { path: next, kind } of imports)
      if (kind !== 'dynamic-import' || laterParts[name]?.some((part) => next.includes(`/${part}-`))) loaded.add(next);
  }
  return [...loaded].reduce((sum, path) => sum + gzipSync(project.read(path), { level: 9 }).length, 0);
}

type Outputs = Readonly<Record<string, { imports: readonly { path: string; kind: string }[] }>>;

/** NOTE: the shape is what esbuild documents of its metafile. */
function parseOutputs(text: string): Outputs {
  return JSON.parse(text).outputs;
}

/** NOTE: by this name whatever its own is, so that the broken package is looked at, too. */
function asSdk(tarball: string): string {
  return `@rookery/sdk@file:${tarball}`;
}

function aliases(): string[] {
  return Object.entries(compilers).map(([version, name]) => `ts${version}@npm:${name}`);
}

function writeProgram(project: ConsumerProject, name: string, { text, options }: Program): void {
  project.write(`${name}/program.ts`, text);
  project.write(`${name}/tsconfig.json`, JSON.stringify({ compilerOptions: options, files: ['program.ts'] }));
}

/** NOTE: what cannot be resolved is `any` too, but an error where libraries are checked. */
function findAny(project: ConsumerProject): string[] {
  return [...project.readInstalled('@rookery/sdk', '.d.ts')].flatMap(([file, text]) => {
    const code = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/'[^']*'/g, '');
    return /\bany\b/.test(code) ? [`${file} says any`] : [];
  });
}

async function compileAll(project: ConsumerProject, version: string): Promise<string[]> {
  const complaints: string[] = [];
  for (const name of Object.keys(programs)) {
    const { code, output } = await project.runInstalled(`ts${version}/bin/tsc`, ['-p', name, '--extendedDiagnostics']);
    if (code !== 0) complaints.push(`TypeScript ${version}, ${name}: ${output.slice(0, 2000)}`);
    if (name !== 'twenty' || code !== 0) continue;
    const instantiations = Number(/Instantiations:\s+(\d+)/.exec(output)?.[1]);
    console.log(`    TypeScript ${version}: ${instantiations} instantiations for 20 lines`);
    if (!(instantiations <= mostInstantiations))
      complaints.push(`TypeScript ${version}: ${instantiations} instantiations for 20 lines`);
  }
  return complaints;
}

/** Packs the SDK as it is built and looks at it; 0 when all is well. */
async function main(): Promise<number> {
  using packed = await packPackage(join(repositoryRoot, 'packages/sdk'));
  let failed = 0;
  for (const { name, remedy, examine } of [compileConsumers, weighBundles]) {
    const complaints = await examine(packed.tarball);
    console.log(complaints.length === 0 ? `✓ ${name}` : `✗ ${name}\n${complaints.join('\n')}\n  → ${remedy}`);
    failed += complaints.length;
  }
  return failed === 0 ? 0 : 1;
}

if (import.meta.main) process.exitCode = await main();
