import type { Finding } from '../check.ts';

const noCode = /\/\*[\s\S]*?\*\/|`(?:\\.|[^`\\])*`/g;
const importLine = /^(?:import|export|\}) ?.*?\bfrom '([^']+)';$|^import '([^']+)';$/gm;

/** A source that the cruise did not visit is judged by nothing: worse than a breach. */
export function unseenFiles(sources: readonly string[], seen: ReadonlySet<string>): Finding[] {
  return sources
    .filter((file) => !seen.has(file))
    .map((file) => ({ rule: 'unseen-file', file, message: 'dependency-cruiser did not visit this file' }));
}

/** An import that the cruise dropped (an exclusion too wide, a parser that stumbled) is judged by nothing either. */
export function unseenImports(file: string, text: string, seen: ReadonlySet<string>): Finding[] {
  return [...text.replace(noCode, '').matchAll(importLine)]
    .map(([, named, bare]) => (named ?? bare ?? '').replace(/^node:/, ''))
    .filter((specifier) => !seen.has(specifier))
    .map((specifier) => ({ rule: 'unseen-import', file, message: `dependency-cruiser did not see ${specifier}` }));
}
