import { moveWindows } from '@/lib/occurrences/rolling-window';
import { now } from '@/lib/platform/clock';
import { inngest } from '../client';
import { windowsMove } from '../events';

/** Moves the windows of one user's stored occurrences forward. */
export const moveWindowsJob = inngest.createFunction(
  {
    id: 'move-windows',
    triggers: [windowsMove],
    concurrency: [{ limit: 4 }, { limit: 1, key: 'event.data.userId' }],
    retries: 3,
  },
  ({ event, step }) => step.run('move', () => moveWindows(event.data.userId, now(), event.data.ahead)),
);
