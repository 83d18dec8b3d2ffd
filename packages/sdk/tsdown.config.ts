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
    deps: { neverBundle: ['@rookery/sdk'] },
    clean: name === 'index',
    // NOTE: named by what is in them, so that a page from before an update never loads a part from after it.
    outputOptions: { chunkFileNames: 'assets/[name]-[hash].js' },
  };
}

export default defineConfig([
  entry('index', 'src/generated/index.ts'),
  entry('react', 'src/react/index.ts'),
  entry('trpc', 'src/trpc.ts'),
]);
