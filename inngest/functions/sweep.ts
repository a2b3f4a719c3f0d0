import { cronFunction } from '../crons';

/** Each minute: repairs what a lost message or a dead process left behind. The next minute retries a repair that failed. */
export const sweepJob = cronFunction('sweep', 0);
