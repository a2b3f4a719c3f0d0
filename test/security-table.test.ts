import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

/** The rows of the table in docs/security.md: the file of a test, and its title. */
const rows = [
  ...readFileSync('docs/security.md', 'utf8').matchAll(/\| `([^`|]+\.(?:test|spec)\.tsx?)` “([^|]+)” \|$/gm),
];

it('every promise of docs/security.md has its test', () => {
  expect(rows.length).toBeGreaterThan(30);
  const absent = rows.filter(
    ([, file = '', title = '']) => !existsSync(file) || !readFileSync(file, 'utf8').includes(title),
  );
  expect(absent.map(([, file, title]) => `${file}: ${title}`)).toEqual([]);
});

it('every row of the table in docs/security.md names a test', () => {
  const table = readFileSync('docs/security.md', 'utf8').split('| asset | threat |')[1] ?? '';
  expect(table.split('\n').filter((line) => line.startsWith('| '))).toHaveLength(rows.length);
});
