import { listCalendarsLive } from '@/lib/calendar-sync/refresh-calendar-list';
import * as operations from '@/lib/contract/operations/calendars';
import { allowMethods } from '@/lib/http/allow-methods';
import { defineRoute } from '@/lib/http/define-route';

const get = defineRoute(operations.listCalendars, ({ user, now }) => listCalendarsLive(user.id, now));

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allowMethods({ GET: get });
