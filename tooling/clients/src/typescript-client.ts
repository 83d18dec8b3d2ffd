import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { documentFile } from './document-file.ts';
import { type Ending, runProgram } from './run-program.ts';

const folder = join(import.meta.dirname, '..');
const stories = join(folder, 'stories', 'typescript');

/** The compiler of the house; the one beside us is the generator's. */
const compiler = join(folder, '../vitest/node_modules/typescript/bin/tsc');

/** A program that calls us by types which stock tools made of the document. */
export interface TypescriptClient extends Disposable {
  check(): Promise<Ending>;
  run(...args: readonly string[]): Promise<Ending>;
}

/** Generates the types, and puts the story beside them; both are gone afterwards. */
export async function makeTypescriptClient(): Promise<TypescriptClient> {
  mkdirSync(join(folder, 'dist'), { recursive: true });
  const place = mkdtempSync(join(folder, 'dist', 'typescript-'));
  cpSync(stories, place, { recursive: true });
  writeFileSync(join(place, 'tsconfig.json'), JSON.stringify(settings));
  const generator = join(folder, 'node_modules/openapi-typescript/bin/cli.js');
  const options = ['--default-non-nullable=false', '-o', join(place, 'api.d.ts')];
  const { code, output } = await runProgram(process.execPath, [generator, documentFile, ...options]);
  if (code !== 0) throw new Error(output);
  return {
    check: () => runProgram(process.execPath, [compiler, '--pretty', 'false', '-p', place]),
    run: (...args) => runProgram(process.execPath, [join(place, 'main.ts'), ...args]),
    [Symbol.dispose]: () => rmSync(place, { recursive: true }),
  };
}

const settings = {
  extends: '../../../../tsconfig.base.json',
  compilerOptions: { types: ['node'], skipLibCheck: false },
  include: ['*.ts'],
};
