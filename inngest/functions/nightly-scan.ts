import { cronFunction } from '../crons';

/** Each midnight UTC: enqueues the scan of every user's next 24 hours, and the move of the windows of occurrences; deletes old rows. */
export const nightlyScanJob = cronFunction('nightly-scan', 3);
