import { defineConfig } from 'tsdown';
import { page } from './build/page.ts';

/** One script with the SDK inside, one stylesheet, and the page that names them; assets carry a hash of what they hold. */
export default defineConfig({
  entry: ['src/main.ts'],
  format: 'esm',
  platform: 'browser',
  target: 'es2022',
  deps: { alwaysBundle: [/^@rookery\//] },
  dts: false,
  minify: true,
  outputOptions: { entryFileNames: 'assets/[name]-[hash].js', assetFileNames: 'assets/[name]-[hash][extname]' },
  plugins: [page()],
});
