import { fileURLToPath } from 'node:url';
import { configDefaults, defineConfig } from 'vitest/config';

/** The unit tests by which `npm run test:mutation` measures: of pure code, without a database, and not by random samples. */
export default defineConfig({
  resolve: { alias: { '@': fileURLToPath(new URL('.', import.meta.url)) } },
  test: {
    include: JSON.parse(
      process.env.MUTATION_TESTS ?? '["lib/*/domain/**/*.test.ts", "lib/meeting-link/*.test.ts"]',
    ),
    exclude: [
      ...configDefaults.exclude,
      '**/{proof-oracles,proof-sandbox,proof-zone,fuzz,effort,consistency}.test.ts',
    ],
    // A thread for each test file would take most of the time.
    isolate: false,
  },
});
