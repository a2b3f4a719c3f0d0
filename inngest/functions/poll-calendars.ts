import { cronFunction } from '../crons';

/** Each minute: enqueues the sync of calendars, and of lists of calendars, whose polling interval has passed. */
export const pollCalendarsJob = cronFunction('poll-calendars', 0);
