import { gzipSync } from 'node:zlib';
import { build } from 'tsdown';

/** What a page loads of a program that is bundled for browsers with all that it uses of the SDK. */
export interface Bundle {
  /** What it loads at once: the program, and whatever that imports. */
  first: BundleSize;
  /** What it has loaded in the end, with all that is imported later. */
  whole: BundleSize;
  /** What it has loaded once it has imported some of its parts, by the names of their files. */
  with(...parts: readonly string[]): BundleSize;
}

/** The code, and its bytes. */
export interface BundleSize {
  code: string;
  minified: number;
  /** Of each file by itself. */
  gzipped: number;
}

interface Chunk {
  fileName: string;
  code: string;
  imports: readonly string[];
  isEntry: boolean;
}

const programId = '\0program.ts';
const places = new Map([
  [programId, programId],
  ['@rookery/sdk', new URL('../src/generated/index.ts', import.meta.url).pathname],
  ['@rookery/sdk/react', new URL('../src/react/index.ts', import.meta.url).pathname],
]);

/** Bundles a program that imports `@rookery/sdk` as a web application would, and weighs it. */
export async function measureBundle(program: string): Promise<Bundle> {
  const [bundle] = await build({
    entry: { program: programId },
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    minify: true,
    write: false,
    dts: false,
    config: false,
    deps: { neverBundle: ['react', '@tanstack/react-query'] },
    logLevel: 'silent',
    plugins: [
      {
        name: 'program',
        resolveId: (id: string) => places.get(id) ?? null,
        load: (id: string) => (id === programId ? { code: program, moduleType: 'ts' } : null),
      },
    ],
  });
  const chunks = bundle?.chunks.flatMap((chunk): Chunk[] => ('code' in chunk ? [chunk] : [])) ?? [];
  const withParts = (...parts: readonly string[]): BundleSize => weigh(withImports(chunks, parts));
  return { first: withParts(), whole: weigh(chunks), with: withParts };
}

/** The entries, some parts, and what they import, however indirectly. */
function withImports(chunks: readonly Chunk[], parts: readonly string[]): Chunk[] {
  const named = parts.map((part) => {
    const chunk = chunks.find(({ fileName }) => fileName.startsWith(`${part}-`));
    if (!chunk) throw new Error(`there is no part ${part}`);
    return chunk;
  });
  const loaded = new Set([...chunks.filter(({ isEntry }) => isEntry), ...named]);
  for (const { imports } of loaded) {
    for (const chunk of chunks) if (imports.includes(chunk.fileName)) loaded.add(chunk);
  }
  return [...loaded];
}

function weigh(chunks: readonly Chunk[]): BundleSize {
  const sum = (size: (code: string) => number): number => chunks.reduce((total, { code }) => total + size(code), 0);
  return {
    code: chunks.map(({ code }) => code).join('\n'),
    minified: sum(Buffer.byteLength),
    gzipped: sum((code) => gzipSync(code, { level: 9 }).length),
  };
}
