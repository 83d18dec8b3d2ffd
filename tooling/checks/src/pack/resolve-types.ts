import { runScript, toolPath } from '../tool.ts';
import type { PackStep } from './step.ts';

const flags = ['--profile', 'esm-only', '--format', 'ascii', '--no-emoji', '--no-color'];

/** Whether TypeScript finds the types of every entry point, as an ESM program and as a bundler sees it. */
export const resolveTypes: PackStep = {
  name: 'attw',
  remedy: 'Each entry of "exports" needs "types" first, and a file behind it.',
  examine: async (tarball) => {
    const { code, output } = await runScript(
      toolPath('@arethetypeswrong', 'cli', 'dist', 'index.js'),
      [tarball, ...flags],
      '.',
    );
    return code === 0 ? [] : [output.trim()];
  },
};
