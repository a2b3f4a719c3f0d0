import { defineConfig } from '@playwright/test';
import { findChromium } from './scripts/test/chromium';

const isRoot = process.getuid?.() === 0;

export default defineConfig({
  testDir: 'e2e',
  // Each file starts its own app, and mostly waits: for meetings, in real time.
  workers: 2,
  forbidOnly: true,
  timeout: 180_000,
  expect: { timeout: 15_000 },
  use: {
    locale: 'en-GB',
    // Pictures of a page that moves take half of a small machine. `--trace on` records what a test did.
    contextOptions: { reducedMotion: 'reduce' },
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: findChromium(),
      // Chromium's sandbox does not work for root.
      args: isRoot ? ['--no-sandbox'] : [],
    },
  },
});
