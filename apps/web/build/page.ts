import { readdirSync, readFileSync } from 'node:fs';
import type { Rolldown, TsdownPlugin } from 'tsdown';

const source = (path: string): URL => new URL(`../src/${path}`, import.meta.url);

/** Adds what is not a script: the page, its styles in the order of their names, its icon. */
export function page(): TsdownPlugin {
  return {
    name: 'page',
    generateBundle(_, bundle) {
      const add = (name: string, text: string): string =>
        this.getFileName(this.emitFile({ type: 'asset', name, source: text }));
      const names = {
        './main.ts': entryOf(bundle),
        './styles/': add('style.css', readStyles()),
        './icon.svg': add('icon.svg', readFileSync(source('icon.svg'), 'utf8')),
      };
      this.emitFile({ type: 'asset', fileName: 'index.html', source: readPage(names) });
    },
  };
}

function entryOf(bundle: Rolldown.OutputBundle): string {
  const entry = Object.values(bundle).find((file) => file.type === 'chunk' && file.isEntry);
  if (!entry) throw new Error('The bundle has no entry');
  return entry.fileName;
}

function readStyles(): string {
  const folder = source('styles/');
  const names = readdirSync(folder).sort();
  return names.map((name) => readFileSync(new URL(name, folder), 'utf8')).join('\n');
}

/** NOTE: a name that the page does not have would leave a file unused, so it is an error. */
function readPage(names: Readonly<Record<string, string>>): string {
  let html = readFileSync(source('index.html'), 'utf8');
  for (const [name, built] of Object.entries(names)) {
    if (!html.includes(`"${name}"`)) throw new Error(`index.html does not name ${name}`);
    html = html.replaceAll(`"${name}"`, `"/${built}"`);
  }
  return html;
}
