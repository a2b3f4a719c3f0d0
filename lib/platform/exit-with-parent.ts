import { processGlobal } from './process-global';
import { stopWork } from './stop';

/** How long work in progress is waited for: a call to a bot provider may take 15 s, and its answer is stored then. */
const WORK_MS = 16_000;
/** How long the whole stop may take, with what closes after the work. */
const WHOLE_MS = 20_000;
/** A second signal within this time is the first one: npm passes on the Ctrl-C that the terminal has sent to all. */
const ECHO_MS = 1_000;

const shared = processGlobal('exit-with-parent', (): { isSet: boolean; begunAt?: number } => ({
  isSet: false,
}));

/**
 * Makes this process stop in order (`stopWork`) and end at SIGTERM and SIGINT, and when the launcher that started it has
 * ended in any way: the channel to it closes even after `kill -9`. It ends with code 0, or with 1 when work was cut off: after
 * 20 s, or at a second signal. A second call changes nothing.
 */
export function exitWithParent(): void {
  if (shared.isSet) return;
  shared.isSet = true;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (shared.begunAt !== undefined && performance.now() - shared.begunAt > ECHO_MS) process.exit(1);
      leave();
    });
  }
  if (process.channel) process.once('disconnect', leave);
}

function leave(): void {
  if (shared.begunAt !== undefined) return;
  shared.begunAt = performance.now();
  setTimeout(() => process.exit(1), WHOLE_MS);
  void stopWork(WORK_MS).then((hasEnded) => process.exit(hasEnded ? 0 : 1));
}
