import { fileURLToPath } from 'node:url';
import { playwright } from '@vitest/browser-playwright';
import { configDefaults, defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { findChromium } from './scripts/test/chromium.ts';
import { findTests } from './scripts/test/find-tests.ts';

/** Recurrence may not depend on where the process runs: its proofs run in all of these zones. */
const PROOFS = 'lib/**/proof-*.test.ts';
const ZONES = ['UTC', 'America/New_York', 'Asia/Kolkata', 'Pacific/Apia'];
const SETTINGS = {
  NEXTAUTH_SECRET: 'a-secret-that-only-the-tests-know-about',
  ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64'),
  // Tests of many bots have one person.
  MAX_BOTS_PER_PERSON: '1000',
};

/** Starts the model-based test first: it takes minutes, and last it would have the other worker wait. */
class ModelFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isModel = ({ moduleId }: TestSpecification) => moduleId.endsWith('/model.test.ts');
    return [...sorted.filter(isModel), ...sorted.filter((file) => !isModel(file))];
  }
}

// Chromium's sandbox does not work for root.
const isRoot = process.getuid?.() === 0;
const tests = findTests();
/** A path as a glob: brackets and parentheses in the names of routes mean nothing else. */
const exactly = (path: string) => path.replace(/[[\]()]/g, '\\$&');

export default defineConfig({
  resolve: { alias: { '@': fileURLToPath(new URL('.', import.meta.url)) } },
  test: {
    environment: 'node',
    // By default Vitest leaves a core to itself: one worker on two.
    maxWorkers: 2,
    sequence: { sequencer: ModelFirst },
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: tests.unit.map(exactly),
          exclude: [...configDefaults.exclude, PROOFS],
          globalSetup: ['scripts/test/generate-client.ts'],
          env: SETTINGS,
        },
      },
      {
        extends: true,
        // Next's own modules ask for the settings of its build.
        define: { 'process.env': {} },
        // Packages are bundled before the first test: one found later would reload the page of a test.
        optimizeDeps: {
          entries: ['components/**/*.{ts,tsx}', 'test/browser/*'],
          include: ['react/jsx-dev-runtime', 'vitest-browser-react'],
        },
        test: {
          name: 'components',
          include: tests.components.map(exactly),
          setupFiles: ['app/globals.css'],
          testTimeout: 15_000,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: { executablePath: findChromium(), args: isRoot ? ['--no-sandbox'] : [] },
              contextOptions: { locale: 'en-GB', timezoneId: 'UTC', reducedMotion: 'reduce' },
            }),
            instances: [{ browser: 'chromium' }],
            viewport: { width: 1280, height: 800 },
          },
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: tests.integration.map(exactly),
          globalSetup: ['scripts/test/generate-client.ts', 'test/postgres.ts'],
          env: SETTINGS,
        },
      },
      ...ZONES.map((TZ) => ({
        extends: true as const,
        test: { name: `zone ${TZ}`, include: [PROOFS], env: { TZ } },
      })),
    ],
  },
});
