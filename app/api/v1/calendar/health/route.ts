import { calendarHealth } from '@/lib/calendar-sync/show-calendars';
import * as operations from '@/lib/contract/operations/calendars';
import { allowMethods } from '@/lib/http/allow-methods';
import { defineRoute } from '@/lib/http/define-route';

const get = defineRoute(operations.calendarHealth, ({ user, now }) => calendarHealth(user.id, now));

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allowMethods({ GET: get });
