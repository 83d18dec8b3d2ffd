import { runScript, toolPath } from '../tool.ts';
import type { PackStep } from './step.ts';

/** Whether package.json says what is in the tarball, in the way that runtimes and bundlers read it. */
export const lintPackage: PackStep = {
  name: 'publint',
  remedy: 'Mend "exports", "files" and the build of packages/sdk.',
  examine: async (tarball) => {
    const { code, output } = await runScript(toolPath('publint', 'src', 'cli.js'), [tarball, '--strict'], '.');
    return code === 0 ? [] : [output.trim()];
  },
};
