import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { runScript, type ToolResult } from './tool.ts';

const run = promisify(execFile);

/** An empty project of somebody who installs a tarball; gone when disposed of. */
export interface ConsumerProject extends Disposable {
  readonly folder: string;
  /** Installs by npm, as most do; later calls add to what is there. */
  install(packages: readonly string[]): Promise<void>;
  /** What lies in node_modules, scoped names in full. */
  installed(): string[];
  /** Every file of an installed package that ends as given, as text by its path. */
  readInstalled(name: string, ending: string): Map<string, string>;
  write(path: string, text: string): void;
  read(path: string): string;
  /** Runs a script of an installed package with this Node. */
  runInstalled(script: string, args: readonly string[]): Promise<ToolResult>;
}

/** Makes an empty project. */
export function createConsumerProject(): ConsumerProject {
  const folder = mkdtempSync(join(tmpdir(), 'rookery-consumer-'));
  const modules = join(folder, 'node_modules');
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  write('package.json', '{ "name": "consumer", "private": true, "type": "module" }\n');
  return {
    folder,
    write,
    read: (path) => readFileSync(join(folder, path), 'utf8'),
    install: async (packages) => {
      await run('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', ...packages], { cwd: folder });
    },
    installed: () =>
      readdirSync(modules)
        .filter((name) => !name.startsWith('.'))
        .flatMap((name) =>
          name.startsWith('@') ? readdirSync(join(modules, name)).map((inner) => `${name}/${inner}`) : [name],
        ),
    readInstalled: (name, ending) => {
      const root = join(modules, name);
      const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith(ending));
      return new Map(files.map((file) => [file, readFileSync(join(root, file), 'utf8')]));
    },
    runInstalled: (script, args) => runScript(join(modules, script), args, folder),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
}
