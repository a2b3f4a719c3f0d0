// @ts-check
import { spawn } from 'node:child_process';

/**
 * Runs a command without showing its output. If it fails, prints the output and a sentence, and ends the program.
 * @param {string[]} command
 * @param {string} sentence
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<void>}
 */
export function runQuietly([program = '', ...args], sentence, env = process.env) {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
    });
    const abandon = () => child.kill();
    process.once('exit', abandon);
    /** @type {Buffer[]} */
    const printed = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => printed.push(chunk));
    const fail = () => {
      process.stderr.write(Buffer.concat(printed));
      console.error(sentence);
      process.exit(1);
    };
    child.once('error', (error) => {
      printed.push(Buffer.from(`${error.message}\n`));
      fail();
    });
    child.once('close', (code) => {
      process.off('exit', abandon);
      if (code === 0) resolve();
      else fail();
    });
  });
}
