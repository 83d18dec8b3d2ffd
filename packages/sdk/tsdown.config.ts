import { defineConfig, type UserConfig } from 'tsdown';

/** NOTE: built one by one, so that the types of each entry are in one file of its own. */
function entry(name: string, file: string): UserConfig {
  return {
    entry: { [name]: file },
    format: 'esm',
    platform: 'neutral',
    target: 'es2022',
    tsconfig: 'tsconfig.build.json',
    dts: true,
    sourcemap: true,
    fixedExtension: false,
    clean: false,
  };
}

export default defineConfig([entry('index', 'src/generated/index.ts'), entry('trpc', 'src/trpc.ts')]);
