// The checks of `npm test`: scripts of package.json, each with its time; the last line counts them.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateClientWhenChanged } from '../launch/build';
import { findChromium } from './chromium';
import { type Counts, playwrightCounts, vitestCounts } from './counts';

type Outcome = Counts & { output: string };

const NPM = process.env.npm_execpath ? [process.execPath, process.env.npm_execpath] : ['npm'];
const total = { passed: 0, failed: 0 };
const reports = mkdtempSync(join(tmpdir(), 'usher-test-'));

/** Runs a script of package.json and returns its output. */
function run(
  script: string,
  args: string[] = [],
  extra: Record<string, string> = {},
): Promise<{ ok: boolean; output: string }> {
  return new Promise((resolve) => {
    const [program = '', ...npm] = NPM;
    // A process group of its own: npm's shell does not pass on the signal that ends it.
    const child = spawn(program, [...npm, 'run', '--silent', script, '--', ...args], {
      env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1', NO_COLOR: '1', FORCE_COLOR: undefined, ...extra },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    const abandon = () => process.kill(-(child.pid ?? 0));
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

const failure = (output: string): Outcome => ({ passed: 0, failed: 1, skipped: 0, output });

/** Runs a script that counts as one test. */
async function check(script: string): Promise<Outcome> {
  const { ok, output } = await run(script);
  return ok ? { passed: 1, failed: 0, skipped: 0, output } : failure(output);
}

/** Runs a script of many tests, which its report counts; without a report the run itself has failed. */
async function suite(
  script: string,
  args: string[],
  count: () => Counts,
  extra?: Record<string, string>,
): Promise<Outcome> {
  const { ok, output } = await run(script, args, extra);
  try {
    const counts = count();
    return { ...counts, failed: counts.failed || (ok ? 0 : 1), output };
  } catch {
    return failure(output);
  }
}

function vitest(script: string): Promise<Outcome> {
  const file = join(reports, `${script.replace(':', '-')}.json`);
  const args = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  return suite(script, args, () => vitestCounts(file));
}

/** Runs tests in Chromium where there is one. */
function inBrowser(run: () => Promise<Outcome>): Promise<Outcome> {
  if (findChromium()) return run();
  return Promise.resolve(
    failure(
      'The browser tests need Chromium: install it with `apt install chromium`, or `npx playwright install chromium`.',
    ),
  );
}

function playwright(): Promise<Outcome> {
  const file = join(reports, 'playwright.json');
  return suite('test:e2e', ['--reporter=list,json'], () => playwrightCounts(file), {
    PLAYWRIGHT_JSON_OUTPUT_FILE: file,
  });
}

/** Prints a check's result: its output when it failed, otherwise only the lines for people. */
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

// Exiting this way also ends the script that is running.
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));

await generateClientWhenChanged();
// The types take as long as the three others together.
const otherChecks = async () => {
  await step('Format and lint (Biome)', () => check('lint'));
  await step('Import rules (dependency-cruiser)', () => check('lint:imports'));
  await step('Dead code (knip)', () => check('lint:unused'));
};
await Promise.all([step('Types (tsc)', () => check('typecheck')), otherChecks()]);
await step('Unit (Vitest)', () => vitest('test:unit'));
await step('Components (Vitest in Chromium)', () => inBrowser(() => vitest('test:components')));
await step('Integration (Vitest)', () => vitest('test:integration'));
const built = await step('Build (Next)', () => check('build'));
await step('In the browser (Playwright)', () =>
  built ? inBrowser(playwright) : Promise.resolve(failure('Not run: the build failed.')),
);

rmSync(reports, { recursive: true, force: true });
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed > 0 ? 1 : 0);
