import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { askHolder } from './ask';
import { answerCommands } from './listen';
import { lockHolder, releaseLock, takeLock } from './lock';

let root: string;
let dataDir: string;
const children: ChildProcess[] = [];

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'usher-lock-'));
  dataDir = join(root, 'data');
});
afterEach(async () => {
  await releaseLock(dataDir);
  for (const child of children.splice(0)) child.kill('SIGKILL');
  rmSync(root, { recursive: true, force: true });
});

/** Whether this system lets a process be the first one of a PID namespace, as in a container. */
const hasNamespaces = spawnSync('unshare', ['--pid', '--fork', '--mount-proc', 'true']).status === 0;
const IN_CONTAINER = ['unshare', '--pid', '--fork', '--kill-child', '--mount-proc'];

type Contender = { child: ChildProcess; take(): Promise<string>; release(): Promise<string> };

/** Another process, which stays. `take` has it take the lock, and returns what it says of that; `release` gives it back. */
async function contender(before: string[] = []): Promise<Contender> {
  const script = `
    import { releaseLock, takeLock } from './lib/platform/admin-socket/lock.ts';
    process.stdin.on('data', (word) =>
      String(word) === 'take'
        ? takeLock(process.env.DIR, 4300).then(() => console.log('taken'), (error) => console.log(error.message))
        : releaseLock(process.env.DIR).then(() => console.log('released')));
    console.log('ready');`;
  const [program = '', ...args] = [
    ...before,
    ...[process.execPath, '--import', 'tsx', '--input-type=module', '-e', script],
  ];
  const child = spawn(program, args, {
    env: { ...process.env, DIR: dataDir },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  children.push(child);
  const hear = async () => String((await once(child.stdout, 'data'))[0]).trim();
  expect(await hear()).toBe('ready');
  const tell = (word: string) => {
    child.stdin.write(word);
    return hear();
  };
  return { child, take: () => tell('take'), release: () => tell('release') };
}

async function kill(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

describe('takeLock', () => {
  it('leaves the directory and the socket to their owner alone', async () => {
    await takeLock(dataDir, 4300);
    expect(await lockHolder(dataDir)).toMatchObject({ pid: process.pid, port: 4300 });
    expect(statSync(dataDir).mode & 0o777).toBe(0o700);
    expect(statSync(join(dataDir, 'usher.sock')).mode & 0o777).toBe(0o600);
  });

  it('may be called again by the same process, which leaves nothing when it releases the directory', async () => {
    await takeLock(dataDir, 4300);
    await takeLock(dataDir, 4300);
    expect(readdirSync(dataDir)).toEqual(['usher.sock']);
    await releaseLock(dataDir);
    expect(readdirSync(dataDir)).toEqual([]);
    expect(await lockHolder(dataDir)).toBeNull();
  });

  it('refuses while another process lives, and takes the directory after its kill -9', async () => {
    const { child, take } = await contender();
    expect(await take()).toBe('taken');
    await expect(takeLock(dataDir, 4301)).rejects.toThrow(
      `in use by another process (${child.pid}, on port 4300); stop that one`,
    );
    await releaseLock(dataDir);
    expect((await lockHolder(dataDir))?.pid).toBe(child.pid);
    await kill(child);
    expect(await lockHolder(dataDir)).toBeNull();
    await takeLock(dataDir, 4301);
    expect(await lockHolder(dataDir)).toMatchObject({ pid: process.pid, port: 4301 });
  });

  it.runIf(hasNamespaces)(
    'refuses while a process of another container lives, whose number says nothing here',
    async () => {
      const { child, take } = await contender(IN_CONTAINER);
      expect(await take()).toBe('taken');
      await expect(takeLock(dataDir, 4301)).rejects.toThrow('in use by another process (1, on port 4300)');
      await kill(child);
      await expect.poll(() => lockHolder(dataDir)).toBeNull();
      await takeLock(dataDir, 4301);
    },
  );

  it('refuses while a process lives that is frozen', async () => {
    const { child, take } = await contender();
    expect(await take()).toBe('taken');
    child.kill('SIGSTOP');
    await expect(takeLock(dataDir, 4301)).rejects.toThrow('in use by another process that does not answer');
  });

  it('lets one of many processes take the directory of a process that was killed, and of one that has released it', async () => {
    const killed = await contender();
    expect(await killed.take()).toBe('taken');
    await kill(killed.child);
    expect(readdirSync(dataDir)).toEqual(['usher.sock']);
    const many = await Promise.all(Array.from({ length: 4 }, () => contender()));
    for (let round = 0; round < 20; round++) {
      const says = await Promise.all(many.map(({ take }) => take()));
      const [winner, ...others] = many.filter((_, index) => says[index] === 'taken');
      expect(others).toEqual([]);
      expect(says.filter((one) => one.includes('in use by another process ('))).toHaveLength(3);
      expect(readdirSync(dataDir)).toEqual(['usher.sock']);
      await winner?.release();
    }
  });

  it('takes a directory whose path is too long for a socket', async () => {
    const long = join(root, 'd'.repeat(200));
    try {
      await takeLock(long, 4300);
      expect(await lockHolder(long)).toMatchObject({ pid: process.pid });
      expect(statSync(join(long, 'usher.sock')).isSocket()).toBe(true);
    } finally {
      await releaseLock(long);
    }
    expect(readdirSync(long)).toEqual([]);
  });

  it.runIf(process.platform === 'linux')(
    'refuses while a process of release 0.1.0 holds the directory, and removes what one has left',
    async () => {
      const { child } = await contender();
      const stat = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
      const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
      const lock = { pid: child.pid, port: 4300, startedAt: '', processStart: `${boot}:${stat[19]}` };
      mkdirSync(dataDir);
      writeFileSync(join(dataDir, 'usher.lock'), JSON.stringify(lock));
      await expect(takeLock(dataDir, 4301)).rejects.toThrow(
        `is in use by an older version of Usher (process ${child.pid}); stop that one`,
      );
      await kill(child);
      await takeLock(dataDir, 4301);
      expect(readdirSync(dataDir)).toEqual(['usher.sock']);
    },
  );

  it('says in one sentence why a directory cannot be written', async () => {
    writeFileSync(join(root, 'file'), '');
    await expect(takeLock(join(root, 'file'), 4300)).rejects.toThrow(
      /^The data directory \S+ cannot be written \(file already exists\); mend that, or set DATA_DIR/,
    );
  });
});

describe('askHolder', () => {
  it('has the holder carry out a command, and returns its answer', async () => {
    expect(await askHolder(dataDir, 'double', 2)).toBeNull();
    await takeLock(dataDir, 4300);
    answerCommands(async (name, body) => ({ status: 200, body: { name, twice: Number(body) * 2 } }));
    const answer = await askHolder(dataDir, 'double', 2);
    expect(answer).toEqual({ status: 200, text: '{"name":"double","twice":4}' });
  });

  it('gets the message of a command that failed, and 413 for one that is too long', async () => {
    await takeLock(dataDir, 4300);
    answerCommands(async () => {
      throw new Error('It is broken.');
    });
    expect(await askHolder(dataDir, 'any', {})).toEqual({ status: 500, text: '{"message":"It is broken."}' });
    expect(await askHolder(dataDir, 'any', 'a'.repeat(2 ** 21))).toMatchObject({ status: 413 });
  });
});
