import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockHolder, releaseLock, takeLock } from './lock';

let root: string;
let dataDir: string;
const children: ChildProcess[] = [];

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'usher-lock-'));
  dataDir = join(root, 'data');
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  rmSync(root, { recursive: true, force: true });
});

/** Another process that takes the lock, writes the result to stdout, and stays. */
async function contender(): Promise<{ child: ChildProcess; says: string }> {
  const script = `
    import { takeLock } from './lib/platform/database/lock.ts';
    try { takeLock(process.env.DIR, 4300); console.log('taken'); } catch (error) { console.log(error.message); }
    setInterval(() => undefined, 1000);`;
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
    env: { ...process.env, DIR: dataDir },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  const [chunk] = await once(child.stdout as NonNullable<typeof child.stdout>, 'data');
  return { child, says: String(chunk).trim() };
}

describe('takeLock', () => {
  it('the directory and the lock are for their owner alone', () => {
    takeLock(dataDir, 4300);
    expect(lockHolder(dataDir)).toMatchObject({ pid: process.pid, port: 4300 });
    expect(statSync(dataDir).mode & 0o777).toBe(0o700);
    expect(statSync(join(dataDir, 'usher.lock')).mode & 0o777).toBe(0o600);
  });

  it('the same process can take its lock again, and release it', () => {
    takeLock(dataDir, 4300);
    takeLock(dataDir, 4300);
    releaseLock(dataDir);
    expect(readdirSync(dataDir)).toEqual([]);
  });

  it('a lock is refused while another process lives, and taken after its kill -9', async () => {
    const { child, says } = await contender();
    expect(says).toBe('taken');
    expect(() => takeLock(dataDir, 4301)).toThrow(`in use by another process (${child.pid}, on port 4300)`);
    releaseLock(dataDir);
    expect(lockHolder(dataDir)?.pid).toBe(child.pid);
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
    expect(lockHolder(dataDir)).toBeUndefined();
    takeLock(dataDir, 4301);
    expect(lockHolder(dataDir)?.pid).toBe(process.pid);
  });

  it('one of many processes gets the lock of a process that has ended', async () => {
    takeLock(dataDir, 4300);
    const file = join(dataDir, 'usher.lock');
    writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), pid: 2 ** 22 + 1 }));
    const says = await Promise.all(Array.from({ length: 4 }, contender));
    expect(says.filter((one) => one.says === 'taken')).toHaveLength(1);
    expect(readdirSync(dataDir)).toEqual(['usher.lock']);
  });

  it.runIf(process.platform === 'linux')('sees that a number was given to another process since', () => {
    takeLock(dataDir, 4300);
    const file = join(dataDir, 'usher.lock');
    const lock = JSON.parse(readFileSync(file, 'utf8'));
    writeFileSync(file, JSON.stringify({ ...lock, processStart: `${lock.processStart}0` }));
    expect(lockHolder(dataDir)).toBeUndefined();
    takeLock(dataDir, 4302);
    expect(lockHolder(dataDir)?.port).toBe(4302);
  });

  it.each(['', 'not json', '{}', 'null'])('refuses a lock file that says %j, and leaves it', (text) => {
    takeLock(dataDir, 4300);
    const file = join(dataDir, 'usher.lock');
    writeFileSync(file, text);
    expect(() => takeLock(dataDir, 4300)).toThrow(`The lock file ${file} is damaged; make sure`);
    expect(readFileSync(file, 'utf8')).toBe(text);
    expect(readdirSync(dataDir)).toEqual(['usher.lock']);
  });

  it('takes a lock file that was emptied by a power cut: the computer has started since', () => {
    takeLock(dataDir, 4300);
    const file = join(dataDir, 'usher.lock');
    writeFileSync(file, '');
    utimesSync(file, 0, 0);
    takeLock(dataDir, 4300);
    expect(lockHolder(dataDir)?.pid).toBe(process.pid);
  });

  it('says in one sentence why a directory cannot be written', () => {
    writeFileSync(join(root, 'file'), '');
    expect(() => takeLock(join(root, 'file'), 4300)).toThrow(
      /^The data directory \S+ cannot be written \(file already exists\); mend that, or set DATA_DIR/,
    );
  });
});
