import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, relative } from 'node:path';
import type { Check, Finding, Inspection } from './check.ts';
import { isTypeScript, listFiles } from './files.ts';
import { mapInParallel } from './parallel.ts';
import { runScript, toolPath } from './tool.ts';
import { listPackages } from './workspace.ts';

/** TypeScript over every package, and every TypeScript file inside some program. */
export const types: Check = {
  name: 'types',
  remedy: 'Mend the type; a cast belongs in a named function that states its guarantee in one line.',
  rules: ['type-error', 'no-tsconfig', 'loose-tsconfig', 'file-without-program'],
  borrows: ['tsconfig.base.json'],
  async inspect(root: string): Promise<Inspection> {
    const sources = listFiles(root).filter(isTypeScript);
    const folders = listPackages(root)
      .map(({ folder }) => folder)
      .filter((folder) => sources.some((file) => file.startsWith(`${folder}/`)));
    const findings = await mapInParallel(folders, availableParallelism(), (folder) =>
      inspectPackage(root, folder, sources),
    );
    return { findings: eachOnce(findings.flat()), summary: `${folders.length} packages, ${sources.length} files` };
  },
};

/** A file is part of the programs of all packages that import it; its errors are told once. */
function eachOnce(findings: readonly Finding[]): Finding[] {
  return [...new Map(findings.map((finding) => [`${finding.file} ${finding.message}`, finding])).values()];
}

async function inspectPackage(root: string, folder: string, sources: readonly string[]): Promise<Finding[]> {
  if (!existsSync(join(root, folder, 'tsconfig.json'))) {
    return [
      { rule: 'no-tsconfig', file: `${folder}/package.json`, message: 'add a tsconfig.json that extends the base' },
    ];
  }
  const { code, output } = await compile(root, folder);
  const errors = [...output.matchAll(/^(\S.*?)\((\d+),\d+\): error (TS\d+: .*)$/gm)].map(toFinding);
  if (code !== 0 && errors.length === 0) throw new Error(`tsc gave up on ${folder}:\n${output}`);
  const program = new Set(output.split('\n').map((path) => relative(root, path)));
  const outside = sources.filter((file) => file.startsWith(`${folder}/`) && !program.has(file));
  return [
    ...errors,
    ...loosened(root, `${folder}/tsconfig.json`),
    ...outside.map((file) => ({
      rule: 'file-without-program',
      file,
      message: `${folder}/tsconfig.json does not include it`,
    })),
  ];
}

function compile(root: string, folder: string): ReturnType<typeof runScript> {
  const cache = join(root, 'node_modules', '.cache', 'types');
  mkdirSync(cache, { recursive: true });
  const buildInfo = join(cache, `${folder.replace('/', '-')}.tsbuildinfo`);
  const flags = ['--noEmit', '--pretty', 'false', '--listFiles', '--incremental', '--tsBuildInfoFile', buildInfo];
  return runScript(toolPath('typescript', 'bin', 'tsc'), ['-p', `${folder}/tsconfig.json`, ...flags], root);
}

function toFinding([, file = '', line = '', message = '']: RegExpExecArray): Finding {
  return { rule: 'type-error', file, message: `line ${line}: ${message}` };
}

interface TsConfig {
  readonly extends?: string;
  readonly compilerOptions?: Readonly<Record<string, unknown>>;
}

/** A package may choose its types and libraries, never less strictness than the base. */
function loosened(root: string, file: string): Finding[] {
  const base = readTsConfig(join(root, 'tsconfig.base.json')).compilerOptions ?? {};
  const own = readTsConfig(join(root, file));
  const options = Object.entries(own.compilerOptions ?? {});
  const changed = options.filter(([name, value]) => typeof base[name] === 'boolean' && base[name] !== value);
  return [
    ...(own.extends?.endsWith('/tsconfig.base.json') ? [] : ['extend ../../tsconfig.base.json']),
    ...changed.map(([name]) => `leave ${name} as the base has it`),
  ].map((message) => ({ rule: 'loose-tsconfig', file, message }));
}

/** Reads a tsconfig; its shape is what tsc has already accepted. */
function readTsConfig(path: string): TsConfig {
  return JSON.parse(readFileSync(path, 'utf8').replace(/^\s*\/\/.*$/gm, ''));
}
