import { fileURLToPath } from 'node:url';
import { configDefaults, defineConfig } from 'vitest/config';

const TESTS = '{app,components,inngest,lib,sandbox,scripts,test}/**/*.test.{ts,tsx}';
/** Recurrence may not depend on where the process runs: its proofs run in all of these zones. */
const PROOFS = 'lib/occurrences/domain/recurrence/proof-*.test.ts';
const ZONES = ['UTC', 'America/New_York', 'Asia/Kolkata', 'Pacific/Apia'];

export default defineConfig({
  resolve: { alias: { '@': fileURLToPath(new URL('.', import.meta.url)) } },
  test: {
    environment: 'node',
    // By default Vitest leaves a core to itself: one worker on two.
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'all',
          include: [TESTS],
          exclude: [...configDefaults.exclude, PROOFS],
          globalSetup: ['test/postgres.ts'],
          env: {
            NEXTAUTH_SECRET: 'a-secret-that-only-the-tests-know-about',
            ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64'),
            ADMIN_TOKEN: 'an-admin-token-that-only-the-tests-know',
          },
        },
      },
      ...ZONES.map((TZ) => ({
        extends: true as const,
        test: { name: TZ, include: [PROOFS], env: { TZ } },
      })),
    ],
  },
});
