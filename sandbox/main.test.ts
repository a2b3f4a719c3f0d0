import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

function run(port: number) {
  const child = fork(fileURLToPath(new URL('./main.ts', import.meta.url)), {
    execArgv: ['--import', 'tsx'],
    env: { ...process.env, SANDBOX_PORT: String(port), SANDBOX_SEED: 'empty' },
    silent: true,
  });
  children.push(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text) => (output += text));
  return { child, output: () => output, ended: once(child, 'exit') };
}

describe('The sandbox’s process', () => {
  it('prints one line when it is ready, and ends with its parent', async () => {
    const { child, output, ended } = run(0);
    const [message] = await once(child, 'message');
    expect(message).toEqual({ ready: true, port: expect.any(Number) });
    const state = `http://127.0.0.1:${message.port}/control/state`;
    expect((await fetch(state)).status).toBe(200);
    // As a browser sends it for a page of another site.
    expect((await fetch(state, { headers: { 'sec-fetch-site': 'cross-site' } })).status).toBe(403);
    child.disconnect();
    expect(await ended).toEqual([0, null]);
    expect(output().trim()).toBe(`Sandbox calendar and bots ready at http://localhost:${message.port}`);
  });

  it('refuses a taken port with one sentence and exit code 1', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const { output, ended } = run(port);
    expect(await ended).toEqual([1, null]);
    expect(output().trim()).toBe(`Port ${port} is taken; set SANDBOX_PORT to a free one.`);
    other.close();
  });
});
