import { cronFunction } from '../crons';

/** Each day: enqueues the renewal of push channels that end within two days, and removes those that have ended. */
export const renewChannelsJob = cronFunction('renew-channels', 3);
