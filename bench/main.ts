import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Bench, Figure } from './bench';

/**
 * `npm run bench [-- name…]` measures what docs/performance.md reports and prints it as Markdown. The files
 * `<name>.bench.ts` run one after the other, each in a process of its own.
 */
const folder = fileURLToPath(new URL('.', import.meta.url));
const [mode, ...rest] = process.argv.slice(2);

if (mode === '--one') await runOne(rest[0] ?? '');
else runAll(mode === undefined ? [] : [mode, ...rest]);

function runAll(wanted: string[]): void {
  const names = readdirSync(folder)
    .filter((file) => file.endsWith('.bench.ts'))
    .map((file) => basename(file, '.bench.ts'));
  const unknown = wanted.filter((name) => !names.includes(name));
  if (unknown.length > 0) {
    console.error(`No such bench: ${unknown.join(', ')}. Benches: ${names.join(', ')}.`);
    process.exit(2);
  }
  let failed = 0;
  for (const name of wanted.length > 0 ? wanted : names) {
    const { status } = spawnSync(
      process.execPath,
      ['--import', 'tsx', '--expose-gc', join(folder, 'main.ts'), '--one', name],
      { stdio: 'inherit' },
    );
    if (status !== 0) failed++;
  }
  process.exitCode = failed > 0 ? 1 : 0;
}

async function runOne(name: string): Promise<void> {
  const { default: bench } = (await import(pathToFileURL(join(folder, `${name}.bench.ts`)).href)) as {
    default: Bench;
  };
  console.log(`\n## ${bench.title}\n\n${bench.about} (\`npm run bench -- ${name}\`)\n`);
  console.log(table(await bench.run()));
  process.exit(0);
}

function table(figures: Figure[]): string {
  const rows = figures.map(({ what, value, beside, goal, met }) =>
    [what, value, beside ?? '', goal ? `${goal}${met === undefined ? '' : met ? ' ✓' : ' ✗'}` : ''].join(
      ' | ',
    ),
  );
  return [
    '| what | measured | beside | goal |',
    '|---|---|---|---|',
    ...rows.map((row) => `| ${row} |`),
  ].join('\n');
}
