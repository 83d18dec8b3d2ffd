import { gzipSync } from 'node:zlib';
import { build } from 'tsdown';

/** Bytes of a program when it is bundled for browsers with all that it uses of the SDK. */
export interface BundleSize {
  minified: number;
  gzipped: number;
}

const programId = '\0program.ts';
const places = new Map([
  [programId, programId],
  ['@rookery/sdk', new URL('../src/generated/index.ts', import.meta.url).pathname],
]);

/** Bundles a program that imports `@rookery/sdk` as a web application would, and weighs it. */
export async function measureBundle(program: string): Promise<BundleSize> {
  const [bundle] = await build({
    entry: { program: programId },
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    minify: true,
    write: false,
    dts: false,
    config: false,
    logLevel: 'silent',
    plugins: [
      {
        name: 'program',
        resolveId: (id: string) => places.get(id) ?? null,
        load: (id: string) => (id === programId ? { code: program, moduleType: 'ts' } : null),
      },
    ],
  });
  const code = bundle?.chunks.map((chunk) => ('code' in chunk ? chunk.code : '')).join('') ?? '';
  return { minified: Buffer.byteLength(code), gzipped: gzipSync(code, { level: 9 }).length };
}
