import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Check, Finding, Inspection } from './check.ts';
import { isTypeScript, listFiles } from './files.ts';
import { repositoryRoot } from './places.ts';
import { runScript, toolPath } from './tool.ts';

interface BiomeSettings {
  readonly linter: { readonly rules: Readonly<Record<string, unknown>> };
}

const biome = toolPath('@biomejs', 'biome', 'bin', 'biome');

/** Format and lint, by the settings in `.biome.json`. */
export const lint: Check = {
  name: 'lint',
  remedy: 'Run `pnpm format`; it mends what a tool can mend and names the rest.',
  rules: ['format', 'assist/source/organizeImports', ...strictRules()],
  borrows: ['.biome.json', '.gitignore', 'tsconfig.base.json'],
  async inspect(root: string): Promise<Inspection> {
    const { code, output } = await runScript(
      biome,
      ['check', '.', '--reporter=github', '--max-diagnostics=none'],
      root,
    );
    const findings = [...output.matchAll(annotation)].map((match) => toFinding(root, match));
    if (code !== 0 && findings.length === 0) throw new Error(`biome gave up:\n${output}`);
    return { findings, summary: `${listFiles(root).filter(isTypeScript).length} files` };
  },
};

const annotation = /^::(?:error|warning) title=([^,]+),file=([^,]+),line=(\d+)[^:]*::(.*)$/gm;

function toFinding(root: string, [, title = '', path = '', line = '', message = '']: RegExpExecArray): Finding {
  const what = title === 'format' ? 'not in the format of Biome' : `line ${line}: ${message}`;
  return { rule: title, file: relative(root, path), message: what };
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
