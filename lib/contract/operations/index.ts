import * as account from './account';
import * as administration from './administration';
import * as autoSchedule from './auto-schedule';
import * as bots from './bots';
import * as calendars from './calendars';
import * as connections from './connections';
import * as events from './events';
import { METHODS, type Operation } from './operation';
import * as ownAccount from './own-account';
import * as recurrence from './recurrence';
import * as scheduling from './scheduling';
import * as service from './service';
import * as setup from './setup';

/** Every operation of the REST API, by path, then method. */
export const OPERATIONS: Operation[] = [
  calendars,
  connections,
  events,
  scheduling,
  bots,
  autoSchedule,
  recurrence,
  account,
  ownAccount,
  administration,
  setup,
  service,
]
  .flatMap((module): Operation[] => Object.values(module))
  .sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : order(a) - order(b)));

function order({ method }: Operation): number {
  return METHODS.indexOf(method);
}
