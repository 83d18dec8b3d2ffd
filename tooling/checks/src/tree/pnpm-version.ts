import type { Finding } from '../check.ts';
import type { TextFile } from './rule.ts';

const mention = /\bpnpm@(\d+\.\d+\.\d+)/g;
const source = 'tooling/bootstrap/install.mjs';

/** One version of pnpm everywhere: the one that the bootstrap installs with. */
export function complainOfPnpmVersions(files: readonly TextFile[]): Finding[] {
  const right = versionsIn(files.find(({ path }) => path === source)?.text ?? '')[0];
  return files.flatMap(({ path, text }) =>
    [...new Set(versionsIn(text))]
      .filter((version) => version !== right)
      .map((version) => ({ rule: 'one-pnpm', file: path, message: `names pnpm ${version}, ${source} has ${right}` })),
  );
}

function versionsIn(text: string): string[] {
  return [...text.matchAll(mention)].map(([, version = '']) => version);
}
