// @ts-check
import { spawn } from 'node:child_process';
import { relay } from './output.mjs';

/** Longer than the app takes to stop in order: 20 s at most. */
const PATIENCE_MS = 22_000;

/**
 * @typedef {{ name: string, process: import('node:child_process').ChildProcess, ended: Promise<void> }} Child
 */

/**
 * Starts a part of the program with a channel to it: when this process ends, however it does, the channel closes and
 * the part ends too. It has a process group of its own, so that Ctrl-C reaches only this process, which then stops the
 * parts in order.
 * @param {string} name
 * @param {string[]} args of node
 * @param {NodeJS.ProcessEnv} env
 * @param {boolean} asJson whether its log lines stay as they are
 * @returns {Child}
 */
export function startChild(name, args, env, asJson) {
  const child = spawn(process.execPath, args, {
    env,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    detached: true,
  });
  relay(child.stdout, process.stdout, asJson);
  relay(child.stderr, process.stderr, asJson);
  // `close` comes after all its output has been read.
  const ended = new Promise((resolve) => child.once('close', () => resolve(undefined)));
  return { name, process: child, ended };
}

/**
 * Stops a part: sends SIGTERM, and SIGKILL when it has not ended after 22 seconds.
 * @param {Child} child
 */
export async function stopChild({ process: child, ended }) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  const timer = setTimeout(() => killGroup(child), PATIENCE_MS);
  await ended;
  clearTimeout(timer);
}

/**
 * Returns whether a part ended before all of its work had.
 * @param {Child} child
 */
export function wasCutOff({ process: child }) {
  return child.exitCode === 1 || child.signalCode === 'SIGKILL';
}

/**
 * Ends a part at once.
 * @param {Child} child
 */
export function killChild({ process: child }) {
  if (child.exitCode === null && child.signalCode === null) killGroup(child);
}

/** @param {import('node:child_process').ChildProcess} child */
function killGroup(child) {
  try {
    process.kill(-(child.pid ?? 0), 'SIGKILL');
  } catch {
    child.kill('SIGKILL');
  }
}
