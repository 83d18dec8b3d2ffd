import { defineConfig } from 'tsdown';

/** Two entries: the client, and the router's type for tRPC's own clients. */
export default defineConfig({
  entry: ['src/index.ts', 'src/trpc.ts'],
  format: 'esm',
  platform: 'neutral',
  target: 'es2022',
  tsconfig: 'tsconfig.build.json',
  dts: true,
  sourcemap: true,
  fixedExtension: false,
});
