import { expect, test } from 'vitest';
import { unseenFiles, unseenImports } from './seen.ts';

test('a file that was not visited is reported', () => {
  expect(unseenFiles(['a.ts', 'b.ts'], new Set(['a.ts'])).map((finding) => finding.file)).toEqual(['b.ts']);
});

test('an import of a package whose path was excluded is reported', () => {
  const text = "import { initTRPC } from '@trpc/server';\nimport type {\n  A,\n} from './a.ts';\nimport './b.ts';\n";
  expect(unseenImports('x.ts', text, new Set(['./a.ts'])).map((finding) => finding.message)).toEqual([
    'dependency-cruiser did not see @trpc/server',
    'dependency-cruiser did not see ./b.ts',
  ]);
});

test('a built-in counts as seen with and without its prefix', () => {
  expect(unseenImports('x.ts', "import { join } from 'node:path';\n", new Set(['path']))).toEqual([]);
});

test('a program inside a template is text, not an import', () => {
  const text = "const program = `\nimport { createClient } from '@rookery/sdk';\n`;\n";
  expect(unseenImports('x.ts', text, new Set())).toEqual([]);
});
