import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';

/** The first that there is is used: the one without windows needs half of the time. */
const NAMES = [
  'chromium-headless-shell',
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
];

/** Returns the path of the system's Chromium, otherwise of the one that Playwright installed; undefined for none. */
export function findChromium(): string | undefined {
  const folders = ['/usr/bin', ...(process.env.PATH ?? '').split(':')];
  const system = folders.flatMap((folder) => NAMES.map((name) => join(folder, name))).find(existsSync);
  return system ?? [chromium.executablePath()].find(existsSync);
}
