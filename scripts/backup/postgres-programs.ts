import { spawn } from 'node:child_process';
import { reason } from '@/lib/platform/database/refusal';

/** Parameters of an address that PostgreSQL's own programs know too (libpq, "Parameter Key Words"); others are ours or pg's. */
const KNOWN = /^(ssl\w*|connect_timeout|target_session_attrs|options)$/;

/**
 * Runs one of PostgreSQL's programs on the database of an address.
 * @throws Error with its last words, or that it is not installed
 */
export function runPostgresProgram(
  program: 'pg_dump' | 'pg_restore',
  url: string,
  args: string[],
): Promise<void> {
  const address = new URL(url);
  // Everyone on this computer can read a program's arguments.
  const password = decodeURIComponent(address.password);
  address.password = '';
  for (const name of [...address.searchParams.keys()])
    if (!KNOWN.test(name)) address.searchParams.delete(name);
  return new Promise((resolve, reject) => {
    const child = spawn(program, ['--dbname', address.href, ...args], {
      env: { ...process.env, ...(password ? { PGPASSWORD: password } : {}) },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let words = '';
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => (words += chunk));
    child.on('error', (error: NodeJS.ErrnoException) =>
      reject(
        new Error(
          error.code === 'ENOENT'
            ? `${program} is not installed: install PostgreSQL's client programs (Debian: apt install postgresql-client), as new as the server.`
            : `${program} could not run: ${reason(error)}.`,
        ),
      ),
    );
    child.on('close', (code) => {
      if (code === 0) resolve();
      else
        reject(
          new Error(
            `${program} failed: ${
              words
                .trim()
                .split('\n')
                .find((line) => /error/i.test(line)) ?? words.trim()
            }`,
          ),
        );
    });
  });
}
