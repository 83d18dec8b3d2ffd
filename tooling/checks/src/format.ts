import { repositoryRoot } from './places.ts';
import { runScript, toolPath } from './tool.ts';

const biome = toolPath('@biomejs', 'biome', 'bin', 'biome');
const { code, output } = await runScript(biome, ['check', '--write', '.'], repositoryRoot);
console.log(output.trim());
process.exitCode = code;
