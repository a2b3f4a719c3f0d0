import { processGlobal } from '../process-global';
import { closeDatabase } from './client';

const shared = processGlobal('exit-with-parent', () => ({ isSet: false }));

/**
 * Makes this process close the database and end at SIGTERM and SIGINT, and when the launcher that started it
 * has ended in any way: the channel to it closes even after `kill -9`. A second call changes nothing.
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
