import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

/** Where a stage's statements stand; docs/decisions/0019-checked-sql.md. */
const HOME = /^lib\/[a-z-]+\/queries(\.ts|\/[a-z-]+\.ts)$/;
/** What opens databases and runs declared statements. */
const MACHINERY = /^lib\/platform\/(sql\.ts|database\/)/;
const RAW = /\$(queryRaw|executeRaw)(Unsafe)?\b|\bPrisma\.(sql|raw|join|empty)\b/;
const TAGGED = /\bsql`/;

const files = ['app', 'commands', 'components', 'inngest', 'lib'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$|\/generated\//.test(file)),
);
const homes = files.filter((file) => HOME.test(file));

describe('raw SQL', () => {
  it('stands only in the queries of a stage', () => {
    const strays = files.filter((file) => {
      const source = readFileSync(file, 'utf8');
      return !MACHINERY.test(file) && (RAW.test(source) || (!HOME.test(file) && TAGGED.test(source)));
    });
    expect(strays).toEqual([]);
  });

  it.each(homes)('of %s is exported whole, and tried by a test of its own', (home) => {
    const source = readFileSync(home, 'utf8');
    const hidden = source.match(/^(?:const|function) \w+ = (?:query|command)\(/gm) ?? [];
    expect(hidden).toEqual([]);
    const test = home.replace(/\.ts$/, '.test.ts');
    if (/^export const \w+ = (?:query|command)\(/m.test(source)) {
      expect(existsSync(test), test).toBe(true);
      expect(readFileSync(test, 'utf8')).toContain('describeQueries(');
    }
  });
});

describe('pure code', () => {
  const PURE = /^lib\/([a-z-]+\/domain|meeting-link)\//;
  const CLOCK_OR_CHANCE =
    /\bDate\.now\(|\bnew Date\(\)|\bperformance\.now\(|\bMath\.random\(|\bTemporal\.Now\b/;

  it('reads no clock and throws no dice', () => {
    const strays = files.filter(
      (file) => PURE.test(file) && CLOCK_OR_CHANCE.test(readFileSync(file, 'utf8')),
    );
    expect(strays).toEqual([]);
  });
});
