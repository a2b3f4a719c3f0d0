import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import type { RunningApp } from './app';

/**
 * Runs the README's examples as a person would paste them, one after the other into one shell, with this
 * app's addresses.
 * @returns the answers of the API, in order
 */
// biome-ignore lint/suspicious/noExplicitAny: answers are checked field by field in the tests.
export async function runExamples(app: RunningApp): Promise<any[]> {
  const blocks = [...readFileSync('README.md', 'utf8').matchAll(/^```sh run\n(.*?)^```$/gms)].map(
    ([, block]) => block,
  );
  const script = blocks
    .join('\n')
    .replaceAll('http://localhost:3000', app.url)
    .replaceAll('localhost:3001', new URL(app.sandboxUrl).host);
  const env = {
    ...process.env,
    PORT: new URL(app.url).port,
    SANDBOX_PORT: new URL(app.sandboxUrl).port,
    DATA_DIR: app.dataDir,
  };
  const { stdout } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', script], { env });
  return stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}
