import { processGlobal } from '../process-global';
import { closeDatabase } from './client';

const shared = processGlobal('exit-with-parent', () => ({ isSet: false }));

/**
 * Ends this process cleanly, the database closed, when it is told to (SIGTERM, SIGINT), and when the launcher that
 * started it is gone, however it went: the channel to it closes even after `kill -9`. Calling it again changes nothing.
 */
export function exitWithParent(): void {
  if (shared.isSet) return;
  shared.isSet = true;
  let leaving = false;
  const leave = () => {
    if (leaving) return;
    leaving = true;
    void closeDatabase().finally(() => process.exit(0));
  };
  process.once('SIGTERM', leave);
  process.once('SIGINT', leave);
  if (process.channel) process.once('disconnect', leave);
}
