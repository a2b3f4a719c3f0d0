import { setCalendarSync } from '@/lib/calendar-sync/enable-sync';
import * as operations from '@/lib/contract/operations/calendars';
import { allowMethods } from '@/lib/http/allow-methods';
import { defineRoute } from '@/lib/http/define-route';

const patch = defineRoute(operations.updateCalendar, ({ user, actor, params, body, now }) =>
  setCalendarSync(user.id, params.id, body, { actor, now }),
);

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allowMethods({ PATCH: patch });
