import { posix } from 'node:path';

/**
 * Whether a path that a page names is in the tree: from the root, from the page, or as the end of some path, since
 * prose says `kernel/trpc.ts`. `<slice>`, `*`, `…` and `x` before a role stand for anything, `{a,b}` for each.
 */
export function isInTree(name: string, page: string, files: readonly string[]): boolean {
  return alternatives(name).every((path) => {
    const plain = path.replace(/^\.\//, '').replace(/\/+$/, '');
    const fromPage = posix.normalize(posix.join(posix.dirname(page), plain));
    const pattern = toPattern(plain);
    const nearPage = toPattern(fromPage);
    return files.some((file) => pattern.test(`/${file}`) || nearPage.test(`/${file}`));
  });
}

function alternatives(name: string): string[] {
  const group = /\{([^{}]+)\}/.exec(name);
  if (!group) return [name];
  return (group[1] ?? '').split(',').flatMap((part) => alternatives(name.replace(group[0], part.trim())));
}

function toPattern(path: string): RegExp {
  const escaped = path
    .replace(/[.+?^$()[\]\\|]/g, String.raw`\$&`)
    .replace(/\*\*\//g, '(?:.*/)?')
    .replace(/<[^>]+>|\*+|…/g, '[^/]+')
    .replace(/(^|\/)x(?=[-\\])/g, '$1[^/]+');
  return new RegExp(`/${escaped}(?:/|$)`);
}
