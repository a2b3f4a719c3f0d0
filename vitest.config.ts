import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { alias: { '@': fileURLToPath(new URL('.', import.meta.url)) } },
  test: {
    include: ['{app,components,inngest,lib,sandbox,scripts}/**/*.test.{ts,tsx}'],
    environment: 'node',
    globalSetup: ['lib/db/testing-postgres.ts'],
    env: {
      NEXTAUTH_SECRET: 'a-secret-that-only-the-tests-know-about',
      ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64'),
      ADMIN_TOKEN: 'an-admin-token-that-only-the-tests-know',
    },
    // By default Vitest leaves a core to itself: one worker on two.
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
