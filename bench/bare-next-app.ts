import { type ChildProcess, spawn, spawnSync } from 'node:child_process';

const BARE_APP = 'bench/bare-app';

/** Builds the bare Next app as ours is built, and starts it. */
export async function startBareApp(
  settings: Record<string, string> = {},
): Promise<{ process: ChildProcess; url: string }> {
  const next = (...args: string[]) => ['node_modules/next/dist/bin/next', ...args];
  const env = {
    ...process.env,
    ...settings,
    NODE_ENV: 'production' as const,
    NEXT_TELEMETRY_DISABLED: '1',
  };
  const built = spawnSync(process.execPath, next('build', BARE_APP), { env, encoding: 'utf8' });
  if (built.status !== 0) throw new Error(`The bare app could not be built:\n${built.stdout}${built.stderr}`);
  const child = spawn(process.execPath, next('start', BARE_APP, '-p', '0', '-H', '127.0.0.1'), {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await new Promise<string>((resolve, reject) => {
    let printed = '';
    child.stdout.on('data', (chunk) => {
      printed += chunk;
      const [address] = /http:\/\/127\.0\.0\.1:\d+/.exec(printed) ?? [];
      if (address && printed.includes('Ready')) resolve(address);
    });
    child.once('exit', () => reject(new Error(`The bare app did not start:\n${printed}`)));
  });
  return { process: child, url };
}
