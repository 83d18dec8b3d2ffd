/** Something that a page says exists. */
export interface Mention {
  readonly kind: 'path' | 'script';
  readonly name: string;
}

const fence = /^ *```[^\n]*\n([\s\S]*?)^ *```/gm;
const inTree = /(?:^|[\s"'(])((?:packages|apps|tooling|\.github|\.ci|\.changeset)\/[\w./*<>{},@-]*[\w/*>}])/gm;
const ownCommands = new Set([
  'install',
  'i',
  'add',
  'run',
  'exec',
  'dlx',
  'store',
  'pack',
  'publish',
  'why',
  'update',
  'up',
]);

const examples = /<!-- examples: ([^>]+) -->/g;

/** Names that a page declares, by the comment `examples: a.ts, b.ts`, to be what the reader would write. */
export function findExamples(page: string): string[] {
  return [...page.matchAll(examples)].flatMap(([, names = '']) => names.split(',').map((name) => name.trim()));
}

/** Every path and every `pnpm` or `npm run` script that a page names: in backticks, links and code blocks. */
export function findMentions(page: string): Mention[] {
  const blocks = [...page.matchAll(fence)].map(([, code = '']) => code);
  const prose = page.replace(fence, '');
  const spans = [...prose.matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code);
  const links = [...prose.matchAll(/\]\(([^)\s#]+)[^)]*\)/g)].map(([, target = '']) => target);
  const paths = [
    ...spans.filter(looksLikePath),
    ...links.filter((target) => !/^[a-z]+:/.test(target)),
    ...blocks.flatMap((code) => [...code.matchAll(inTree)].map(([, path = '']) => path)),
  ];
  return [
    ...unique(paths).map((name): Mention => ({ kind: 'path', name })),
    ...unique([...spans, ...blocks].flatMap(scriptsIn)).map((name): Mention => ({ kind: 'script', name })),
  ];
}

const extension = /\.(ts|tsx|mjs|js|json|md|yml|yaml|css|html|sh|sql)$/;

/** A name with a slash or the ending of a source; routes, media types and package names are none. */
function looksLikePath(span: string): boolean {
  if (/[\s:()=$|'"]/.test(span) || /^[/@#]/.test(span)) return false;
  if (/^(application|text|image|video|multipart)\//.test(span)) return false;
  return span.includes('/') || (extension.test(span) && !span.startsWith('*'));
}

function scriptsIn(text: string): string[] {
  return [...text.matchAll(/\b(?:pnpm|npm run) ([a-z][\w:-]*)/g)]
    .map(([, script = '']) => script)
    .filter((script) => !ownCommands.has(script));
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)];
}
