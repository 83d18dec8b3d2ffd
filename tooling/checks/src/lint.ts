import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Check, Finding, Inspection } from './check.ts';
import { isTypeScript, listFiles } from './files.ts';
import { repositoryRoot } from './places.ts';
import { runScript, type ToolResult, toolPath } from './tool.ts';

interface BiomeSettings {
  readonly linter: { readonly rules: Readonly<Record<string, unknown>> };
}

/** Format and lint, by the settings in `.biome.json`. */
export const lint: Check = {
  name: 'lint',
  remedy: 'Run `pnpm format`; it mends what a tool can mend and names the rest.',
  rules: ['format', 'assist/source/organizeImports', ...strictRules()],
  async inspect(root: string): Promise<Inspection> {
    const { code, output } = await runBiome(['check', '.', '--reporter=github', '--max-diagnostics=none'], root);
    const findings = [...output.matchAll(annotation)].map((match) => toFinding(root, match));
    if (code !== 0 && findings.length === 0) throw new Error(`biome gave up:\n${output}`);
    return { findings, summary: `${listFiles(root).filter(isTypeScript).length} files` };
  },
};

const annotation = /^::\w+ title=([^,]+),file=([^,]+),line=(\d+)[^:]*::(.*)$/gm;

/** Runs Biome on a tree that holds a `.biome.json`. */
export function runBiome(args: readonly string[], root: string): Promise<ToolResult> {
  return runScript(toolPath('@biomejs', 'biome', 'bin', 'biome'), args, root);
}

function toFinding(root: string, [, title = '', path = '', line = '', message = '']: RegExpExecArray): Finding {
  return { rule: title, file: relative(root, path), message: `line ${line}: ${message}` };
}

/** The rules that our settings add to the recommended ones. */
function strictRules(): string[] {
  const settings: BiomeSettings = JSON.parse(readFileSync(join(repositoryRoot, '.biome.json'), 'utf8'));
  return Object.entries(settings.linter.rules).flatMap(([group, rules]) =>
    Object.entries(rules instanceof Object ? rules : {})
      .filter(([, level]) => level !== 'off')
      .map(([name]) => `lint/${group}/${name}`),
  );
}
