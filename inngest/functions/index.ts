import { deliverCallbacksJob } from './deliver-callbacks';
import { handOverJob } from './hand-over';
import { joinMeetings } from './join-meetings';
import { moveWindowsJob } from './move-windows';
import { nightlyScanJob } from './nightly-scan';
import { pollCalendarsJob } from './poll-calendars';
import { recallBotJob } from './recall-bot';
import { refreshCalendarListJob } from './refresh-calendar-list';
import { renewChannelsJob } from './renew-channels';
import { scanUsers } from './scan-users';
import { scheduleNext } from './schedule-next-occurrence';
import { sweepJob } from './sweep';
import { syncCalendarJob } from './sync-calendar';
import { watchCalendarJob } from './watch-calendar';

/** The jobs that events enqueue. */
export const onEvents = [
  joinMeetings,
  handOverJob,
  recallBotJob,
  deliverCallbacksJob,
  syncCalendarJob,
  watchCalendarJob,
  refreshCalendarListJob,
  scanUsers,
  scheduleNext,
  moveWindowsJob,
];

/** All jobs, as they are registered with Inngest. */
export const functions = [...onEvents, nightlyScanJob, renewChannelsJob, pollCalendarsJob, sweepJob];
