import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Manifest } from '../workspace.ts';
import type { PackStep } from './step.ts';

const run = promisify(execFile);
const wanted = /^package\/(package\.json|README\.md|LICENSE|CHANGELOG\.md|dist\/.+\.(js|d\.ts)(\.map)?)$/;
const needed = ['package/README.md', 'package/LICENSE', 'package/package.json'];

/** Whether the tarball holds what is built and nothing else, and brings no other package along. */
export const listContents: PackStep = {
  name: 'contents',
  remedy: 'Mend "files", "publishConfig" and the dependencies in packages/sdk/package.json.',
  examine: async (tarball) => {
    const { stdout: list } = await run('tar', ['-tzf', tarball]);
    const { stdout: json } = await run('tar', ['-xzOf', tarball, 'package/package.json']);
    const paths = list.trim().split('\n');
    return [
      ...paths.filter((path) => !wanted.test(path)).map((path) => `${path} does not belong in the package`),
      ...needed.filter((path) => !paths.includes(path)).map((path) => `${path} is missing`),
      ...(paths.some((path) => path.startsWith('package/dist/')) ? [] : ['nothing is built in it']),
      ...complainOfManifest(parseManifest(json), json),
    ];
  },
};

function complainOfManifest({ dependencies, scripts }: Manifest, json: string): string[] {
  const installing = Object.keys(scripts ?? {}).filter((name) => /^(pre|post)?install$/.test(name));
  return [
    ...Object.keys(dependencies ?? {}).map((name) => `depends on ${name}; the SDK brings nothing along`),
    ...installing.map((name) => `runs a script at ${name}`),
    ...(/"(workspace|catalog):/.test(json) ? ['its manifest still says workspace: or catalog:'] : []),
  ];
}

/** The shape is what pnpm has just packed. */
function parseManifest(json: string): Manifest {
  return JSON.parse(json);
}
