import * as account from './account';
import * as autoSchedule from './auto-schedule';
import * as bots from './bots';
import * as calendars from './calendars';
import * as connections from './connections';
import * as events from './events';
import type { Operation } from './operation';
import * as recurrence from './recurrence';
import * as scheduling from './scheduling';
import * as service from './service';

/** Every operation of the REST API. */
export const OPERATIONS: Operation[] = [
  calendars,
  connections,
  events,
  scheduling,
  bots,
  autoSchedule,
  recurrence,
  account,
  service,
].flatMap((module): Operation[] => Object.values(module));
