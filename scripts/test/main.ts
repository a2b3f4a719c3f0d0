// The checks of `npm test`, in order, each with its time; the last line counts them.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateClientWhenChanged } from '../launch/build';
import { findChromium } from './chromium';
import { type Counts, playwrightCounts, vitestCounts } from './counts';

type Outcome = Counts & { output: string };

const BIN = 'node_modules';
const SOURCES = ['app', 'components', 'lib', 'inngest', 'sandbox', 'scripts', 'test', 'e2e', 'bench'];
const ROOT_SOURCES = ['instrumentation.ts', 'start-server.ts', 'proxy.ts'];
const total = { passed: 0, failed: 0 };
const reports = mkdtempSync(join(tmpdir(), 'usher-test-'));

/** Runs a program of node_modules with node and gathers what it prints. */
function run(args: string[], extra: Record<string, string> = {}): Promise<{ ok: boolean; output: string }> {
  return new Promise((resolve) => {
    const env = {
      ...process.env,
      NEXT_TELEMETRY_DISABLED: '1',
      NO_COLOR: '1',
      FORCE_COLOR: undefined,
      ...extra,
    };
    const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    const abandon = () => child.kill();
    process.once('exit', abandon);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (chunk) => {
        output += chunk;
      });
    }
    child.once('close', (code) => {
      process.off('exit', abandon);
      resolve({ ok: code === 0, output });
    });
  });
}

/** A check that is itself one test: it holds or it does not. */
async function check(...commands: string[][]): Promise<Outcome> {
  let output = '';
  for (const command of commands) {
    const result = await run(command);
    output += result.output;
    if (!result.ok) return { passed: 0, failed: 1, skipped: 0, output };
  }
  return { passed: 1, failed: 0, skipped: 0, output };
}

/** A run of many tests, counted from its report; without a report the run itself failed. */
async function suite(
  command: string[],
  extra: Record<string, string>,
  count: () => Counts,
): Promise<Outcome> {
  const { ok, output } = await run(command, extra);
  try {
    const counts = count();
    return { ...counts, failed: counts.failed || (ok ? 0 : 1), output };
  } catch {
    return { passed: 0, failed: 1, skipped: 0, output };
  }
}

const failure = (output: string): Outcome => ({ passed: 0, failed: 1, skipped: 0, output });

/** Tells how a check went; of one that went well only the lines meant for people. */
function report(title: string, outcome: Outcome, startedAt: number): void {
  total.passed += outcome.passed;
  total.failed += outcome.failed;
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
  const counts =
    outcome.passed + outcome.failed > 1 ? `${outcome.passed} passed, ${outcome.failed} failed, ` : '';
  const skipped = outcome.skipped > 0 ? `${outcome.skipped} skipped, ` : '';
  if (outcome.failed > 0) console.log(outcome.output.trimEnd());
  else
    for (const line of outcome.output.split('\n'))
      if (/^(Note|Measured): /.test(line)) console.log(`  ${line}`);
  console.log(`${outcome.failed > 0 ? 'FAILED' : 'ok    '} ${title} (${counts}${skipped}${seconds} s)`);
}

async function step(title: string, work: () => Promise<Outcome>): Promise<boolean> {
  const startedAt = Date.now();
  const outcome = await work();
  report(title, outcome, startedAt);
  return outcome.failed === 0;
}

/** Checks that do not disturb each other, in two lanes, told in their order. */
async function together(checks: [string, () => Promise<Outcome>][]): Promise<void> {
  const lanes: Promise<unknown>[] = [];
  const running = checks.map(([title, work], index) => {
    const timed = (lanes[index % 2] ?? Promise.resolve()).then(async () => {
      const startedAt = Date.now();
      const outcome = await work();
      return () => report(title, outcome, startedAt);
    });
    lanes[index % 2] = timed;
    return timed;
  });
  for (const told of running) (await told)();
}

async function build(): Promise<Outcome> {
  return check(['--import', 'tsx', 'scripts/test/build.ts']);
}

async function browserTests(): Promise<Outcome> {
  if (!findChromium()) {
    return failure(
      'The browser tests need Chromium: install it with `apt install chromium`, or `npx playwright install chromium`.',
    );
  }
  const file = join(reports, 'playwright.json');
  return suite(
    [`${BIN}/@playwright/test/cli.js`, 'test', '--reporter=list,json'],
    { PLAYWRIGHT_JSON_OUTPUT_FILE: file },
    () => playwrightCounts(file),
  );
}

const vitestFile = join(reports, 'vitest.json');
const vitest = [`${BIN}/vitest/vitest.mjs`, 'run', '--reporter=default', '--reporter=json'];

// Leaving this way ends what it is running at the moment, too.
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));

await generateClientWhenChanged();
await together([
  [
    'Format and lint (Biome)',
    () => check([`${BIN}/@biomejs/biome/bin/biome`, 'ci', '--colors=off', '--diagnostic-level=error', '.']),
  ],
  [
    'Types (tsc)',
    () =>
      check([`${BIN}/next/dist/bin/next`, 'typegen'], [`${BIN}/typescript/bin/tsc`, '--noEmit', '-p', '.']),
  ],
  [
    'Import rules (dependency-cruiser)',
    () =>
      check([
        `${BIN}/dependency-cruiser/bin/dependency-cruise.mjs`,
        ...['--config', '.dependency-cruiser.cjs'],
        ...[...SOURCES, ...ROOT_SOURCES].filter((path) => existsSync(path)),
      ]),
  ],
  ['Dead code (knip)', () => check([`${BIN}/knip/bin/knip.js`])],
]);
await step('Unit and integration (Vitest)', () =>
  suite([...vitest, `--outputFile.json=${vitestFile}`], {}, () => vitestCounts(vitestFile)),
);
const built = await step('Build (Next)', build);
await step('In the browser (Playwright)', () =>
  built ? browserTests() : Promise.resolve(failure('Not run: the build failed.')),
);

rmSync(reports, { recursive: true, force: true });
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed > 0 ? 1 : 0);
