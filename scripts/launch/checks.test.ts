import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { installedDependencies } from './checks.mjs';

const app = { 'node_modules/next': { version: '16.0.0', integrity: 'sha512-a' } };
const tools = { 'node_modules/vitest': { version: '4.0.0', integrity: 'sha512-b', dev: true } };
const platform = { 'node_modules/swc-win32': { version: '1.0.0', integrity: 'sha512-c', optional: true } };

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'usher-checks-'));
  mkdirSync(join(folder, 'node_modules'));
  const packages = { '': { name: 'usher' }, ...app, ...tools, ...platform };
  writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ packages }));
});
afterEach(() => rmSync(folder, { recursive: true }));

function install(packages: object): void {
  writeFileSync(join(folder, 'node_modules/.package-lock.json'), JSON.stringify({ packages }));
}

describe('Installed dependencies', () => {
  it('are complete without a package for another platform', () => {
    install({ ...app, ...tools });
    expect(installedDependencies(folder)).toBe('all');
  });

  it('are those of production when only development dependencies are missing', () => {
    install(app);
    expect(installedDependencies(folder)).toBe('production');
  });

  it('are outdated when a package of the app has another version than the lock file says', () => {
    install({ 'node_modules/next': { version: '15.0.0', integrity: 'sha512-z' }, ...tools });
    expect(installedDependencies(folder)).toBe('outdated');
  });

  it('are outdated when npm has not finished installing', () => {
    expect(installedDependencies(folder)).toBe('outdated');
  });
});
