import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** Bundles the worker into one file, with which a process starts in 0.2 s instead of 1.5 s. */
export async function bundleWorker(): Promise<{ file: string; remove: () => void }> {
  const directory = mkdtempSync(join(tmpdir(), 'usher-model-'));
  const file = join(directory, 'worker.mjs');
  await build({
    entryPoints: [fileURLToPath(new URL('./worker.ts', import.meta.url))],
    outfile: file,
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
    external: ['pg-native', '@electric-sql/pglite', 'pglite-prisma-adapter'],
    // CommonJS packages load Node's own modules this way.
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
  });
  return { file, remove: () => rmSync(directory, { recursive: true }) };
}
