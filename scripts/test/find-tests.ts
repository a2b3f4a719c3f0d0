import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const FOLDERS = ['app', 'commands', 'components', 'inngest', 'lib', 'sandbox', 'scripts', 'test'];
/** A command's test runs it on a database that it creates. */
const COMMAND_TEST = /^scripts\/[^/]+\.test\.ts$/;
/** What is on screen is tested in a browser. */
const COMPONENT_TEST = /\.test\.tsx$/;
/** The name by which the tests' harness finds a database. */
const DATABASE = 'TEST_DATABASE_URL';
const IMPORT = /(?:\bfrom|\bimport\(|^import)\s*'((?:@\/|\.\.?\/)[^']+)'/gm;

const reached = new Map<string, boolean>();

/** Returns the file that an import names; undefined for one that is not TypeScript. */
function resolveImport(importer: string, path: string): string | undefined {
  const base = path.startsWith('@/') ? path.slice(2) : join(dirname(importer), path);
  return ['.ts', '.tsx', '/index.ts'].map((ending) => base + ending).find((file) => existsSync(file));
}

/** Returns whether a file, or any that it imports, uses the tests' database. */
function reachesDatabase(file: string): boolean {
  const known = reached.get(file);
  if (known !== undefined) return known;
  reached.set(file, false);
  const source = readFileSync(file, 'utf8');
  const reaches =
    source.includes(DATABASE) ||
    [...source.matchAll(IMPORT)].some(([, path = '']) => {
      const imported = resolveImport(file, path);
      return imported !== undefined && reachesDatabase(imported);
    });
  reached.set(file, reaches);
  return reaches;
}

/**
 * Returns the paths of the test files in three parts: `components` tests run in a browser; `unit` tests need no database;
 * `integration` tests import, directly or not, the harness that opens one, or run a whole command.
 */
export function findTests(): Record<'components' | 'unit' | 'integration', string[]> {
  const files = FOLDERS.filter((folder) => existsSync(folder)).flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.test\.tsx?$/.test(name))
      .map((name) => join(folder, name)),
  );
  const needsDatabase = (file: string) => COMMAND_TEST.test(file) || reachesDatabase(file);
  const [components, others] = [true, false].map((is) =>
    files.filter((file) => COMPONENT_TEST.test(file) === is),
  ) as [string[], string[]];
  return {
    components,
    unit: others.filter((file) => !needsDatabase(file)),
    integration: others.filter(needsDatabase),
  };
}
